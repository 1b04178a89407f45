import { z } from 'zod';
import { timeText } from '../../lab-clock.ts';
import { assertAll, assertion } from '../assertion.ts';
import { checkKind } from '../check.ts';
import type { Stand } from '../stand.ts';
import { openTerminal, type Terminal } from '../terminal.ts';
import { Unmet } from '../unmet.ts';

/** Terminals that log in at a time. */
const AT_A_TIME = 32;
/** Machine ms a message may take. */
const PATIENCE_MS = 8_000;
const LOOK_MS = 20;

/** Grids whose codes begin like this, in the order of the map. */
function codesOf(stand: Stand, prefixes: readonly string[]): readonly string[] {
  const leaves = stand.gridsOf().leaves.map(({ path }) => path.at(-1) ?? '');
  return prefixes.flatMap((prefix) =>
    prefix.endsWith('*') ? leaves.filter((code) => code.startsWith(prefix.slice(0, -1))) : [prefix],
  );
}

/** Terminals of organisations log in; `31011400100*` stands for a grid each. None may read what is another's. */
export const terminalsCheck = checkKind(
  'terminals',
  { orgs: z.array(z.string()).min(1), webSocket: z.boolean().default(false), count: z.int().optional() },
  async (stand, { orgs, webSocket, count }) => {
    const { mqtt, http } = stand.gateway.address;
    const url = webSocket ? `ws://${http.host}:${http.port}/mqtt` : `mqtt://${mqtt.host}:${mqtt.port}`;
    const codes = codesOf(stand, orgs);
    if (count !== undefined && codes.length !== count) throw new Unmet(`${codes.length} terminals, expected ${count}`);
    for (let from = 0; from < codes.length; from += AT_A_TIME)
      for (const terminal of await Promise.all(
        codes.slice(from, from + AT_A_TIME).map((code) => openTerminal(url, code)),
      ))
        stand.terminals.set(terminal.orgCode, terminal);
    const [first, second] = stand.terminals.keys();
    for (const filter of [`v1/cases/${second ?? 'other'}/#`, 'v1/cases/+/raised', 'v1/cases/#', '#'])
      if (first !== undefined && (await stand.terminals.get(first)?.mayRead(filter)))
        throw new Unmet(`the terminal of ${first} may read ${filter}`);
    return codes.length + 4;
  },
);

function terminalOf(stand: Stand, org: string): Terminal {
  const terminal = stand.terminals.get(org);
  if (!terminal) throw new Error(`no step opened a terminal of ${org}`);
  return terminal;
}

/** What a terminal has heard, or all of them: so many events of one type, and no more once the gateway is level. */
export const heardCheck = checkKind(
  'heard',
  {
    /** All terminals together when absent. */
    org: z.string().optional(),
    verb: z.string().default('raised'),
    count: z.int().min(0),
    /** Each terminal has heard so many, at least and at most. */
    each: z.int().optional(),
    expect: z.array(assertion).default([]),
  },
  async (stand, { org, verb, count, each, expect }) => {
    const terminals = org === undefined ? [...stand.terminals.values()] : [terminalOf(stand, org)];
    const of = (terminal: Terminal) => terminal.events.filter((event) => event.verb === verb).map(({ data }) => data);
    const got = () => terminals.flatMap(of);
    const until = stand.clock.machine() + PATIENCE_MS;
    while (got().length < count && stand.clock.machine() < until) await stand.clock.wait(LOOK_MS);
    // What is on its way to somebody it does not concern would be here by the time of one more question.
    await stand.http.stepClock(stand.clock.now());
    const who = org ?? 'terminals';
    if (got().length !== count) throw new Unmet(`${who} heard ${got().length} ${verb}, expected ${count}`);
    const strange = terminals.find((terminal) => each !== undefined && of(terminal).length !== each);
    if (strange) throw new Unmet(`${strange.orgCode} heard ${of(strange).length} ${verb}, expected ${each}`);
    return 1 + (each === undefined ? 0 : terminals.length) + assertAll(got(), expect, who);
  },
);

/** A terminal answers by MQTT; the case is in that state soon after. */
export const answerCheck = checkKind(
  'answer',
  { org: z.string(), case: z.string(), type: z.string(), subState: z.string() },
  async (stand, { org, case: caseNo, type, subState }) => {
    const at = timeText(stand.clock.now());
    const feedbackId = `${caseNo}-${type}-${at}-mqtt`;
    await terminalOf(stand, org).answer({ feedbackId, caseNo, type, at, actorRole: 'dispatcher' });
    const until = stand.clock.machine() + PATIENCE_MS;
    for (;;) {
      await stand.http.stepClock(stand.clock.now());
      const { text } = await stand.http.request('GET', `/v1/cases/${caseNo}`);
      const found = (JSON.parse(text) as { subState?: string }).subState;
      if (found === subState) return 1;
      if (stand.clock.machine() > until)
        throw new Unmet(`case ${caseNo} is ${found} after ${type}, expected ${subState}`);
      await stand.clock.wait(LOOK_MS);
    }
  },
);
