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

/** Terminals of organisations, or of every grid of a type, log in. None may read what is another's. */
export const terminalsCheck = checkKind(
  'terminals',
  {
    orgs: z.array(z.string()).default([]),
    gridType: z.string().optional(),
    /** File of grids, relative to the profile's `grids` folder, where they are not those of today. */
    file: z.string().optional(),
    webSocket: z.boolean().default(false),
    count: z.int().optional(),
  },
  async (stand, { orgs, gridType, file, webSocket, count }) => {
    const { mqtt, http } = stand.gateway.address;
    const url = webSocket ? `ws://${http.host}:${http.port}/mqtt` : `mqtt://${mqtt.host}:${mqtt.port}`;
    const grids = stand.gridsOf(file).leaves.filter(({ type }) => gridType !== undefined && type === gridType);
    const codes = [...orgs, ...grids.map(({ code }) => code)];
    if (count !== undefined && codes.length !== count) throw new Unmet(`${codes.length} terminals, expected ${count}`);
    for (let from = 0; from < codes.length; from += AT_A_TIME) {
      const next = codes.slice(from, from + AT_A_TIME).map((code) => openTerminal(url, code));
      for (const terminal of await Promise.all(next)) stand.terminals.set(terminal.orgCode, terminal);
    }
    const [first, second = 'other'] = stand.terminals.keys();
    const reader = first === undefined ? undefined : stand.terminals.get(first);
    const foreign = [`v1/cases/${second}/#`, 'v1/cases/+/raised', 'v1/cases/#', '#'];
    for (const filter of foreign)
      if (await reader?.mayRead(filter)) throw new Unmet(`the terminal of ${first} may read ${filter}`);
    return codes.length + foreign.length;
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
    /** All that a terminal has heard lies in the grid it is named after. */
    ownGrid: z.boolean().default(false),
    expect: z.array(assertion).default([]),
  },
  async (stand, { org, verb, count, each, ownGrid, expect }) => {
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
    const foreign = terminals.find(
      (terminal) =>
        ownGrid && of(terminal).some((data) => (data as { gridCode: string }).gridCode !== terminal.orgCode),
    );
    if (foreign) throw new Unmet(`${foreign.orgCode} heard of another grid`);
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
