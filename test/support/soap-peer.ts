import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What a peer answers to an operation: content of the response element, a fault by its subcode, or (undefined) an empty response. */
export type SoapAnswer = string | { readonly fault: string } | undefined;

/** A device on loopback that answers SOAP as `answer` says; it is gone when the test ends. `asked`: operations in their order. */
export async function soapPeer(answer: (operation: string, body: string) => SoapAnswer) {
  const asked: string[] = [];
  const server = createServer(async (req, res) => {
    let body = '';
    for await (const chunk of req) body += String(chunk);
    const operation = /<(?:\w+:)?Body>\s*<(?:\w+:)?(\w+)/.exec(body)?.[1] ?? '';
    asked.push(operation);
    const said = answer(operation, body);
    const inside =
      typeof said === 'object'
        ? `<Fault><Code><Value>Sender</Value><Subcode><Value>${said.fault}</Value></Subcode></Code></Fault>`
        : `<${operation}Response>${said ?? ''}</${operation}Response>`;
    res.statusCode = typeof said === 'object' ? 400 : 200;
    res.end(`<Envelope><Body>${inside}</Body></Envelope>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { asked, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}
