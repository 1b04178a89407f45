/**
 * The one table of codes: logs, `down/rejected`, problem documents, dead letters and exit codes all use it.
 * `retry` says whether the same request can succeed later without a change on the caller's side.
 */
export const ERRORS = {
  // Start and configuration: the process exits with `exit`.
  CONFIG_UNREADABLE: { title: 'The configuration file cannot be read', retry: false, exit: 2 },
  CONFIG_INVALID: { title: 'The configuration is not valid', retry: false, exit: 2 },
  HOST_NOT_LOOPBACK: { title: 'Lab and open mode listen on loopback only', retry: false, exit: 2 },
  PORT_TAKEN: { title: 'A port is already in use', retry: false, exit: 3 },
  DATA_DIR_UNWRITABLE: { title: 'The data directory cannot be used', retry: false, exit: 4 },
  DATA_DIR_DAMAGED: { title: 'A store in the data directory is damaged', retry: false, exit: 4 },
  DATA_DIR_LOCKED: { title: 'Another gateway uses this data directory', retry: false, exit: 4 },
  BACKUP_REFUSED: { title: 'The backup cannot be made or restored there', retry: false, http: 409, exit: 4 },
  DATA_DIR_NEWER: { title: 'The data directory was written by a newer version', retry: false, exit: 4 },
  REDIS_UNREACHABLE: { title: 'The configured Redis does not answer', retry: true, exit: 5 },
  GATEWAY_UNREACHABLE: { title: 'No gateway answers at the address', retry: true, exit: 5 },
  QUEUE_UNAVAILABLE: { title: 'No queue store could be started', retry: true, exit: 5 },
  INFLUX_UNREACHABLE: { title: 'The configured InfluxDB does not answer', retry: true, http: 503, exit: 5 },
  INFLUX_REFUSED: { title: 'InfluxDB refused a point', retry: false, exit: 5 },
  CITY_INVALID: { title: 'A device type, catalogue or grid file is not valid', retry: false, exit: 2 },
  SCENARIO_INVALID: { title: 'The scenario is not valid', retry: false, exit: 2 },

  // What a device can do wrong.
  LOGIN_REFUSED: { title: 'Unknown user name or wrong password', retry: false, http: 401 },
  TOPIC_FORBIDDEN: { title: 'This login may not use the topic', retry: false, http: 403 },
  TOPIC_UNKNOWN: { title: 'The topic is not part of the contract', retry: false, http: 400 },
  DEVICE_UNKNOWN: { title: 'The device is not registered', retry: false, http: 404 },
  PAYLOAD_TOO_LARGE: { title: 'The payload is larger than allowed', retry: false, http: 413 },
  PAYLOAD_NOT_JSON: { title: 'The payload is not JSON', retry: false, http: 400 },
  PAYLOAD_NOT_PROTOBUF: { title: 'The payload is not the expected protobuf message', retry: false, http: 400 },
  PAYLOAD_INVALID: { title: 'The payload does not fit its schema', retry: false, http: 400 },
  TIME_INVALID: { title: 'The time stamp cannot be understood', retry: false, http: 400 },
  TIME_AHEAD: { title: 'The time stamp lies in the future', retry: false, http: 400 },
  CHANNEL_UNKNOWN: { title: 'The device type has no such channel', retry: false, http: 400 },
  ADAPTER_UNDECODABLE: { title: 'No adapter understands the message', retry: false, http: 400 },

  // Storage.
  INBOX_FULL: {
    title: 'The inbox reached its quota; nothing is acknowledged until readers catch up',
    retry: true,
    http: 503,
  },
  INBOX_CORRUPT: { title: 'An inbox record fails its integrity check', retry: false, http: 500, exit: 4 },
  RECORDS_FAILED: { title: 'The records store refused a write', retry: true, http: 503 },

  // ONVIF.
  ONVIF_UNREACHABLE: { title: 'The ONVIF device does not answer', retry: true, http: 502 },
  ONVIF_AUTH: { title: 'The ONVIF device refused the credentials', retry: false, http: 502 },
  ONVIF_FAULT: { title: 'The ONVIF device answered with a SOAP fault', retry: true, http: 502 },
  ONVIF_XML: { title: 'The ONVIF device answered with XML that cannot be used', retry: true, http: 502 },

  // HTTP and feedback.
  REQUEST_INVALID: { title: 'The request does not fit its schema', retry: false, http: 400 },
  UNAUTHORIZED: { title: 'A bearer token is needed', retry: false, http: 401 },
  FORBIDDEN: { title: 'The token has not the role for this', retry: false, http: 403 },
  NOT_FOUND: { title: 'There is no such resource', retry: false, http: 404 },
  METHOD_NOT_ALLOWED: { title: 'The path has not this method', retry: false, http: 405 },
  CASE_NOT_FOUND: { title: 'There is no such case', retry: false, http: 404 },
  STEP_ILLEGAL: { title: 'The case cannot take this step now', retry: false, http: 409 },
  RECEIVER_EXISTS: { title: 'A receiver with this id exists', retry: false, http: 409 },
  TRIAL_BUSY: { title: 'Another trial is running', retry: true, http: 409 },
  RATE_LIMITED: { title: 'Too many requests', retry: true, http: 429 },

  // Delivery.
  DELIVERY_FAILED: { title: 'The receiver did not accept the event', retry: true, http: 502 },
  DELIVERY_REFUSED: { title: 'The receiver refused the event for good', retry: false, http: 502 },
  ADDRESS_FORBIDDEN: { title: 'The address is private and not listed as allowed', retry: false, http: 400 },

  INTERNAL: { title: 'A defect in the gateway', retry: true, http: 500, exit: 70 },
} as const satisfies Record<string, ErrorEntry>;

interface ErrorEntry {
  readonly title: string;
  readonly retry: boolean;
  readonly http?: number;
  readonly exit?: number;
}

export type ErrorCode = keyof typeof ERRORS;

/** The one error class. `detail` says what was wrong with this input and what to do; `path` points into a payload. */
export class GatewayError extends Error {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly path: string | undefined;

  constructor(code: ErrorCode, detail: string, options: { path?: string; cause?: unknown } = {}) {
    super(`${code}: ${detail}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'GatewayError';
    this.code = code;
    this.detail = detail;
    this.path = options.path;
  }

  get title(): string {
    return ERRORS[this.code].title;
  }

  /** Whether the same attempt may succeed later. */
  get retry(): boolean {
    return ERRORS[this.code].retry;
  }

  /** HTTP status of a problem document for this error. */
  get status(): number {
    return (ERRORS[this.code] as ErrorEntry).http ?? 500;
  }

  /** Exit code of a command that ends with this error. */
  get exitCode(): number {
    return (ERRORS[this.code] as ErrorEntry).exit ?? 1;
  }
}

/** Any thrown value as a GatewayError; foreign ones become INTERNAL (or `code`) and keep their cause. */
export function toGatewayError(error: unknown, code: ErrorCode = 'INTERNAL'): GatewayError {
  if (error instanceof GatewayError) return error;
  return new GatewayError(code, error instanceof Error ? error.message : String(error), { cause: error });
}
