import type { IncomingHttpHeaders } from 'node:http';
import type { SoapVersion } from './soap-envelope.ts';
import type { XmlNode } from './xml.ts';

/** One request as an operation sees it. */
export interface SoapRequest {
  /** Name of the element in the SOAP body. */
  readonly operation: string;
  /** That element. */
  readonly body: XmlNode;
  /** The SOAP header. */
  readonly header: XmlNode | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly version: SoapVersion;
  /** Path and query the request went to. */
  readonly target: string;
  /** `http://host:port` under which the client reached the device. */
  readonly origin: string;
  /** Aborted when the client goes away or the device stops. */
  readonly gone: AbortSignal;
}

/** Answers with the content of the response element; throws SimulatedFault, or ConnectionCut to answer nothing. */
export type Operation = (request: SoapRequest) => string | Promise<string>;

/** One web service: its namespace and its operations by name. */
export interface Service {
  readonly uri: string;
  /** Namespace of an operation that lives in another one, e.g. Renew. */
  readonly also?: readonly string[];
  readonly prefix: string;
  readonly operations: Readonly<Record<string, Operation>>;
}

/** One HTTP answer. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
  /** Sent in chunks instead of with a length. */
  readonly chunked?: boolean;
  /** Bytes of the body after which the connection is cut. */
  readonly cutAfter?: number;
  /** Bytes behind the answer that no length counts. */
  readonly trailing?: Buffer;
  /** The connection ends after the answer, without a word of it. */
  readonly dropAfterwards?: boolean;
}

/** What a simulator noted of one request. */
export interface Received {
  /** City time, epoch ms. */
  readonly at: number;
  readonly operation: string;
  readonly login: string;
  readonly status: number;
}
