import type { Answer } from './desk.ts';
import type { DispatchPlatform } from './dispatch.ts';
import { type GatewayHttp, GatewayRefusal } from './gateway-http.ts';
import type { GatewayProcess } from './gateway-process.ts';
import type { KillMoment } from './kill-moment.ts';
import type { LabClock } from './lab-clock.ts';
import type { MqttFleet } from './mqtt-fleet.ts';
import type { Peers } from './peers.ts';
import type { Progress } from './progress.ts';
import type { Publication, Tick } from './traffic.ts';
import type { Truth } from './truth.ts';

/** Everything a run moves. */
export interface Stage {
  readonly clock: LabClock;
  readonly gateway: Pick<GatewayProcess, 'died' | 'kill' | 'stop' | 'restart'>;
  readonly http: Pick<GatewayHttp, 'stepClock' | 'feedback' | 'request'>;
  readonly mqtt: Pick<MqttFleet, 'publish' | 'strand'>;
  readonly peers: Pick<Peers, 'call' | 'forgotten' | 'known' | 'setQuirk'>;
  readonly dispatch: Pick<DispatchPlatform, 'answersDue' | 'nextAnswer'>;
  readonly truth: Truth;
  readonly progress: Pick<Progress, 'at' | 'note'>;
}

export interface Driven {
  readonly ticks: number;
  readonly messages: number;
  readonly kills: number;
}

/** Machine ms between two looks at whether a message is on the wire: about as long as a loopback write takes. */
const ON_THE_WIRE_MS = 1;
/**
 * Longest step of the city's time, ms, where the scenario's own tick is not longer: the dispatch platform hears of a case this
 * late at most, by the city's time.
 */
const LONGEST_STEP = 60_000;

/**
 * Plays `ticks`: the city's time steps, the gateway works everything off up to it, then the messages of that instant go out
 * and are acknowledged. `paceOf` is the machine ms after the start at which an instant may begin; a slower gateway is waited
 * for, never outrun. `tick` is the scenario's, ms. Stops early when `signal` is aborted; throws when the gateway ends by itself.
 */
export async function drive(
  stage: Stage,
  ticks: Iterable<Tick>,
  { paceOf, signal, tick: smallest = 0 }: { paceOf: (at: number) => number; signal: AbortSignal; tick?: number },
): Promise<Driven> {
  const { clock, truth } = stage;
  const longest = Math.max(LONGEST_STEP, smallest);
  const began = clock.machine();
  const driven = { ticks: 0, messages: 0, kills: 0 };
  const death = stage.gateway.died.then((output) => {
    throw new Error(`the gateway ended by itself:\n${output}`);
  });
  // Without a listener of its own, a death between two races would end the lab before it has cleaned up.
  death.catch(() => {});
  const alive = <T>(work: Promise<T>): Promise<T> => Promise.race([work, death]);

  const play = async (tick: Tick): Promise<void> => {
    const early = paceOf(tick.at) - (clock.machine() - began);
    if (early >= 1) await alive(clock.wait(early, signal));
    clock.advance(tick.at);
    truth.reach({ at: tick.at, machine: clock.machine() });
    await alive(step(stage, tick));
    await alive(operate(stage, tick));
    await alive(speak(stage, tick));
    await alive(stage.peers.call(heard(stage, tick)));
    await alive(answer(stage, tick.at));
    driven.messages += tick.publications.length;
    stage.progress.at(tick.at, driven.messages);
  };

  for (const tick of ticks) {
    // Between two instants of the traffic the people at the dispatch platform go on with their work.
    for (
      let at = between(stage, clock.now(), longest);
      at < tick.at && !signal.aborted;
      at = between(stage, at, longest)
    )
      await play({ at, publications: [], calls: [], kills: [] });
    if (signal.aborted) break;
    await play(tick);
    driven.ticks += 1;
    driven.kills += tick.kills.length;
  }
  return driven;
}

/** The next instant behind `now` that must not be stepped over: an answer that is due, or the longest step. */
function between({ dispatch }: Stage, now: number, longest: number): number {
  return Math.max(now + 1, Math.min(dispatch.nextAnswer(), now + longest));
}

/**
 * Kills the gateway and brings it back. The city's time stands meanwhile, also until the ONVIF peers are subscribed again: a
 * second of the machine would be minutes in which nobody listens to them.
 */
async function crash({ gateway, peers, progress }: Stage, moment: KillMoment): Promise<void> {
  await (moment === 'restart' ? gateway.stop() : gateway.kill());
  peers.forgotten();
  progress.note(`gateway ${moment === 'restart' ? 'stopped' : `killed (${moment})`}, starting it again`);
  await gateway.restart();
  await peers.known();
}

async function step(stage: Stage, { at, kills }: Tick): Promise<void> {
  for (const moment of kills) {
    if (moment !== 'stepping') continue;
    const lost = stage.http.stepClock(at).catch(() => {});
    await stage.clock.wait(ON_THE_WIRE_MS);
    await crash(stage, moment);
    await lost;
  }
  await stage.http.stepClock(at);
}

async function speak(stage: Stage, { at, publications, kills, strands = [], quirks = [] }: Tick): Promise<void> {
  if (strands.length > 0) await stage.mqtt.strand(strands);
  for (const { device, quirk, on } of quirks) oddly(stage, device, quirk, on);
  const now = { at, machine: stage.clock.machine() };
  for (const publication of publications)
    if (isHeard(publication)) stage.truth.said(publication.device, publication.meaning, now, publication.saidAt);
  const published = stage.mqtt.publish(publications);
  // Whatever it throws is thrown where it is awaited; until then it must not count as unhandled.
  published.catch(() => {});
  if (kills.includes('unacknowledged')) {
    await stage.clock.wait(ON_THE_WIRE_MS);
    await crash(stage, 'unacknowledged');
  }
  await published;
  for (const moment of ['acknowledged', 'restart'] as const) if (kills.includes(moment)) await crash(stage, moment);
  // A gateway that was restarted has to be level again before anything else happens.
  if (kills.length > 0) await stage.http.stepClock(at);
}

/** A quirk there is not changes nothing, and the people in the lab are told. */
function oddly({ peers, progress }: Stage, device: string, quirk: number, on: boolean): void {
  try {
    peers.setQuirk(device, quirk, on);
  } catch (error) {
    progress.note(`quirk ${quirk} of ${device}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** What the operator asks; an answer other than the scenario wants is a failed run. */
async function operate({ http, progress }: Stage, { requests = [] }: Tick): Promise<void> {
  for (const { method, path, body, status } of requests) {
    const answer = await http.request(method, path, body);
    const wanted = status === undefined ? answer.status < 300 : answer.status === status;
    const said = `${method} ${path} answered ${answer.status}`;
    if (!wanted) throw new Error(`${said}, expected ${status ?? 'success'}: ${answer.text.slice(0, 400)}`);
    progress.note(said);
  }
}

/** What a stranger says is not said by any device of the fleet. */
const isHeard = ({ terminal }: Publication) => terminal !== 'stranger';

function heard({ truth, clock }: Stage, { at, calls }: Tick): Tick['calls'] {
  for (const call of calls) truth.called(call, { at, machine: clock.machine() });
  return calls;
}

/** The desk's people answer at once, each about one case, whose answers stay in their order. */
async function answer({ dispatch, http, progress }: Stage, at: number): Promise<void> {
  const byCase = Map.groupBy(dispatch.answersDue(at), ({ caseNo }) => caseNo);
  const answerOne = async (answers: readonly Answer[]): Promise<void> => {
    for (const { caseNo, document } of answers)
      await http.feedback(caseNo, document).catch((error: unknown) => {
        // A step the gateway refuses is its right, and worth reading; a gateway that is away is a failed run.
        if (!(error instanceof GatewayRefusal) || error.status === 0) throw error;
        progress.note(`feedback ${document['type'] ?? ''} for ${caseNo}: ${error.message}`);
      });
  };
  await Promise.all([...byCase.values()].map(answerOne));
}
