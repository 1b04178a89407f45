import type { Command } from 'commander';
import { GatewayError } from '../errors.ts';
import { atGateway, type GatewayAddress, getFromGateway } from './gateway-client.ts';

interface Packet {
  readonly position: { readonly commit: number; readonly frame: number };
  readonly topic?: string;
  readonly receivedAt?: number;
  readonly bytes?: number;
  readonly payload?: string;
  readonly observations?: readonly Readonly<Record<string, unknown>>[];
  readonly refused?: { readonly code: string; readonly detail: string };
  readonly doubt?: { readonly code: string; readonly path: string };
  readonly gone?: string;
  readonly hidden?: string;
}

interface Decision {
  readonly type: string;
  readonly outcome: string;
  readonly reason?: string;
  readonly caseNo?: string;
  readonly decidedAt: number;
  /** Absent where the caller may not know. */
  readonly source?: string;
  readonly rule?: { readonly id: string; readonly episode: number; readonly inputs: Readonly<Record<string, unknown>> };
}

interface OfCase {
  readonly caseNo: string;
  readonly packets: readonly Packet[];
  readonly candidates: readonly Decision[];
  readonly events: readonly { sequence: number; type: string; at: number; reason?: string }[];
  readonly deliveries: readonly { receiverId: string; sequence: number; state: string; attempts: number }[];
  readonly feedback: readonly { type: string; at: number; actorRole?: string; reason?: string }[];
}

interface OfDevice {
  readonly conclusion: { readonly stage: string; readonly reason: string };
  readonly packets: readonly Packet[];
  readonly packetsCut: boolean;
  readonly decisions: readonly Decision[];
  readonly why: readonly {
    readonly ruleId: string;
    readonly source?: string;
    readonly reason: string;
    readonly phase: string;
    readonly inputs: Readonly<Record<string, unknown>>;
    readonly limits: Readonly<Record<string, unknown>>;
  }[];
}

const time = (at: number | undefined) => (at === undefined ? '' : new Date(at).toISOString());
const pairs = (inputs: Readonly<Record<string, unknown>>) =>
  Object.entries(inputs)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ');

function packetLines(packet: Packet): string[] {
  const { commit, frame } = packet.position;
  if (packet.gone) return [`  ${commit}-${frame}  ${packet.gone}`];
  if (packet.hidden) return [`  ${commit}-${frame}  ${time(packet.receivedAt)}  not shown: ${packet.hidden}`];
  const said = (packet.observations ?? []).map((observation) => {
    const { kind, channel, code, value, active, quality } = observation;
    return `      ${String(kind)} ${String(channel ?? code ?? '')} ${String(value ?? active ?? '')} ${String(quality ?? '')}`;
  });
  const refused = packet.refused ? [`      refused: ${packet.refused.code}: ${packet.refused.detail}`] : [];
  const doubt = packet.doubt ? [`      not believed: ${packet.doubt.code} at ${packet.doubt.path}`] : [];
  return [
    `  ${commit}-${frame}  ${time(packet.receivedAt)}  ${packet.topic}  ${packet.bytes} bytes`,
    `      ${packet.payload}`,
    ...said,
    ...refused,
    ...doubt,
  ];
}

const decisionLine = ({ decidedAt, type, source, rule, outcome, reason, caseNo }: Decision) =>
  !rule
    ? `  ${time(decidedAt)}  ${type}: ${outcome}`
    : `  ${time(decidedAt)}  ${type} ${source} rule ${rule.id} episode ${rule.episode} (${pairs(rule.inputs)}): ${outcome}${reason ? ` ${reason}` : ''}${caseNo ? ` ${caseNo}` : ''}`;

/** A heading and its lines; nothing when there are none. */
const part = (title: string, lines: readonly string[]) => (lines.length > 0 ? [title, ...lines] : []);

function caseText(found: OfCase): string {
  return [
    `case ${found.caseNo}`,
    ...part('packets, as they lie in the inbox (text redacted)', found.packets.flatMap(packetLines)),
    ...part('candidates, and what the pipeline decided', found.candidates.map(decisionLine)),
    ...part(
      'case events',
      found.events.map(
        ({ sequence, type, at, reason }) => `  ${time(at)}  #${sequence} ${type}${reason ? `: ${reason}` : ''}`,
      ),
    ),
    ...part(
      'deliveries',
      found.deliveries.map(
        ({ receiverId, sequence, state, attempts }) =>
          `  #${sequence} to ${receiverId}: ${state} after ${attempts} attempts`,
      ),
    ),
    ...part(
      'feedback',
      found.feedback.map(
        ({ type, at, actorRole, reason }) =>
          `  ${time(at)}  ${type}${actorRole ? ` by ${actorRole}` : ''}${reason ? `: ${reason}` : ''}`,
      ),
    ),
  ].join('\n');
}

function deviceText(device: string, found: OfDevice): string {
  return [
    `${device}: ${found.conclusion.stage}: ${found.conclusion.reason}`,
    ...part(
      `messages within 10 min${found.packetsCut ? ', the nearest ones' : ''} (text redacted)`,
      found.packets.flatMap(packetLines),
    ),
    ...part('candidates, and what the pipeline decided', found.decisions.map(decisionLine)),
    ...part(
      'rules, as they stand now',
      found.why.map(
        ({ ruleId, source = '', phase, reason, inputs, limits }) =>
          `  ${ruleId} ${source} ${phase}: ${reason}; ${pairs(inputs)}; limits ${pairs(limits)}`,
      ),
    ),
  ].join('\n');
}

export function registerExplain(program: Command): void {
  atGateway(
    program
      .command('explain')
      .description('why a case exists, from its packets to its feedback; or why a device raised none')
      .argument('[caseNo]', 'case number'),
  )
    .option('-d, --device <vendor/device>', 'instead of a case: this device …')
    .option('--at <time>', '… around this time, RFC 3339 or epoch ms')
    .option('--json', 'print everything as one JSON object')
    .addHelpText('after', '\nExit codes: 0 explained, 1 no such case or device or a wrong question, 5 no gateway.')
    .action(
      async (
        caseNo: string | undefined,
        options: GatewayAddress & { device?: string; at?: string; json?: boolean },
      ) => {
        if ((caseNo === undefined) === (options.device === undefined))
          throw new GatewayError('REQUEST_INVALID', 'name a case, or a device with --device and --at');
        if (options.device !== undefined && options.at === undefined)
          throw new GatewayError(
            'REQUEST_INVALID',
            'a device is explained at a time: add --at 2026-06-01T08:00:00+08:00',
          );
        const path =
          caseNo === undefined
            ? `/v1/explain?${new URLSearchParams({ device: options.device ?? '', at: options.at ?? '' })}`
            : `/v1/cases/${encodeURIComponent(caseNo)}/explain`;
        const found = await getFromGateway<OfCase | OfDevice>(options, path);
        const text = 'caseNo' in found ? caseText(found) : deviceText(options.device ?? '', found);
        process.stdout.write(`${options.json ? JSON.stringify(found) : text}\n`);
      },
    );
}
