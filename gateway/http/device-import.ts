import type { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../errors.ts';
import type { Device } from '../model/device.ts';
import { createLineReader, type LineFault } from './device-lines.ts';
import type { DevicesApi } from './devices.ts';
import { ProblemError } from './problem.ts';
import { object } from './schemas.ts';

export interface DeviceImportApi extends Pick<DevicesApi, 'readOverrides' | 'positionFault'> {
  get(deviceId: string): Device | undefined;
  /** Registers or replaces all of them in one transaction; resolves when they are on disk. */
  putMany(devices: readonly Device[]): Promise<void>;
  typeIds(): readonly string[];
}

/** Devices per transaction: the records store stays free for others in between. */
const BATCH = 1_000;
/** Lines of one import; a longer list is cut into several. */
const MAX_LINES = 100_000;
const MAX_LINE_BYTES = 64 << 10;
/** Faults an answer lists; beyond that they are only counted. */
const MAX_LISTED = 1_000;
const TYPES = { 'application/x-ndjson': 'ndjson', 'application/jsonl': 'ndjson', 'text/csv': 'csv' } as const;

interface Report {
  registered: number;
  replaced: number;
  /** Lines with a fault. */
  failed: number;
  readonly errors: LineFault[];
}

/** `POST /v1/devices/import`: the registry from a list, in a scope of its own since only this route reads streams. */
export async function registerDeviceImport(app: FastifyInstance, devices: DeviceImportApi): Promise<void> {
  await app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    for (const type of Object.keys(TYPES))
      scope.addContentTypeParser(type, (_request, body, taken) => taken(null, body));
    importRoute(scope, devices);
    done();
  });
}

function importRoute(app: FastifyInstance, devices: DeviceImportApi): void {
  app.post<{ Querystring: { atomic: boolean } }>(
    '/v1/devices/import',
    {
      config: { access: ['operator'] },
      schema: {
        tags: ['devices'],
        summary: 'Register or replace the devices of a list',
        description: `The body is \`application/x-ndjson\`, one device a line as GET /v1/devices prints them, or \`text/csv\` in UTF-8 with a heading (deviceId, typeId, name, lon, lat, crs, …). At most ${MAX_LINES} lines. Every line with a fault is told with its place; the others are kept.`,
        querystring: object({
          atomic: { type: 'boolean', default: false, description: 'one wrong line, and nothing is registered' },
        }),
        response: {
          200: {
            description: 'what became of the lines',
            type: 'object',
            properties: {
              registered: { type: 'integer' },
              replaced: { type: 'integer' },
              failed: { type: 'integer', description: 'lines with a fault' },
              errors: {
                type: 'array',
                description: `the first ${MAX_LISTED} faults`,
                items: {
                  type: 'object',
                  properties: {
                    line: { type: 'integer' },
                    column: { type: 'integer' },
                    path: { type: 'string' },
                    detail: { type: 'string' },
                  },
                  required: ['line', 'column', 'detail'],
                },
              },
            },
            required: ['registered', 'replaced', 'failed', 'errors'],
          },
        },
      },
    },
    async (request) => {
      const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() as keyof typeof TYPES;
      if (!(TYPES[type] && request.body))
        throw new ProblemError('REQUEST_INVALID', { detail: `send ${Object.keys(TYPES).join(', ')}`, status: 415 });
      return readIn(request.body as Readable, { format: TYPES[type], atomic: request.query.atomic, devices });
    },
  );
}

async function readIn(
  body: Readable,
  { format, atomic, devices }: { format: 'ndjson' | 'csv'; atomic: boolean; devices: DeviceImportApi },
): Promise<Report> {
  const read = createLineReader(format, { ...devices, typeIds: devices.typeIds() });
  const report: Report = { registered: 0, replaced: 0, failed: 0, errors: [] };
  let batch: Device[] = [];
  const flush = async () => {
    const replaced = batch.filter((device) => devices.get(device.deviceId)).length;
    if (batch.length > 0) await devices.putMany(batch);
    report.replaced += replaced;
    report.registered += batch.length - replaced;
    batch = [];
  };
  for await (const { text, line, fault } of linesOf(body)) {
    if (line > MAX_LINES)
      throw new ProblemError('PAYLOAD_TOO_LARGE', {
        detail: `more than ${MAX_LINES} lines; cut it`,
        members: { ...report },
      });
    const found = fault ? { faults: [fault] } : read(text, line);
    if (!found) continue;
    if ('device' in found) batch.push(found.device);
    else {
      report.failed++;
      report.errors.push(...found.faults.slice(0, MAX_LISTED - report.errors.length));
    }
    if (!atomic && batch.length >= BATCH) await flush();
  }
  if (atomic && report.failed > 0)
    throw new ProblemError('REQUEST_INVALID', {
      detail: `${report.failed} lines do not fit, so nothing was registered`,
      members: { ...report },
    });
  await flush();
  return report;
}

interface Line {
  readonly text: string;
  readonly line: number;
  readonly fault?: LineFault;
}

/** The lines of a stream of UTF-8. Throws PAYLOAD_TOO_LARGE when one does not end. */
async function* linesOf(body: Readable): AsyncGenerator<Line> {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  let line = 0;
  let rest: Buffer = Buffer.alloc(0);
  const next = (bytes: Buffer): Line => {
    line++;
    try {
      // The byte order mark of spreadsheets is not text; the decoder leaves it out.
      return { text: utf8.decode(bytes).replace(/\r$/, ''), line };
    } catch {
      return { text: '', line, fault: { line, column: 1, detail: 'not UTF-8; save the list as UTF-8' } };
    }
  };
  for await (const chunk of body as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      yield next(rest.length === 0 ? chunk.subarray(from, end) : Buffer.concat([rest, chunk.subarray(from, end)]));
      rest = Buffer.alloc(0);
      from = end + 1;
    }
    rest = rest.length === 0 ? chunk.subarray(from) : Buffer.concat([rest, chunk.subarray(from)]);
    if (rest.length > MAX_LINE_BYTES)
      throw new GatewayError('PAYLOAD_TOO_LARGE', `line ${line + 1} is longer than ${MAX_LINE_BYTES} bytes`);
  }
  if (rest.length > 0) yield next(rest);
}
