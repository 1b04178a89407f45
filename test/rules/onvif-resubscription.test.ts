import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadDeviceTypes } from '../../adapters/device-types.ts';
import { onvif } from '../../adapters/onvif.ts';
import { adapterFor, identityOf } from '../../adapters/registry.ts';
import { celExpressions } from '../../gateway/expressions.ts';
import type { Decoded } from '../../gateway/model/decoded.ts';
import type { RawMessage } from '../../gateway/model/message.ts';
import type { RulesEngine } from '../../gateway/rules/engine.ts';
import { device, openEngine, SECOND, T0 } from '../support/rules-rig.ts';
import { testDir } from '../support/test-dir.ts';

const types = loadDeviceTypes(fileURLToPath(new URL('../../adapters/device-types', import.meta.url)), {
  expressions: celExpressions(),
});
const CAMERA = device('acme/cam1', { typeId: 'camera' });
const PROPERTIES = 200;

const property = (zone: number, state: boolean, operation: string, at: number) =>
  `<onvif xmlns:tns1="http://www.onvif.org/ver10/topics"><NotificationMessage><Topic Dialect="x">tns1:RuleEngine/FieldDetector/ObjectsInside</Topic><Message>` +
  `<Message UtcTime="${new Date(at).toISOString()}" PropertyOperation="${operation}"><Source><SimpleItem Name="VideoSource" Value="V"/><SimpleItem Name="Rule" Value="Z${zone}"/></Source>` +
  `<Data><SimpleItem Name="IsInside" Value="${state}"/></Data></Message></Message></NotificationMessage></onvif>`;

/** Puts notifications through adapter and rules as the inbox readers do. */
function rig(engine: RulesEngine) {
  let commit = 0;
  const decoded = (text: string, receivedAt: number, retain: boolean): Decoded => {
    const message: RawMessage = {
      ...{ position: { commit, frame: 0 }, receivedAt, transport: 'onvif-pull', vendor: 'acme', device: 'cam1' },
      ...{ topic: 'onvif/x', payload: Buffer.from(text), qos: 1, retain, dup: false },
    };
    const observations = (adapterFor(message) ?? onvif).decode(message, CAMERA);
    return { message, device: CAMERA, observations, ...identityOf(message, observations) };
  };
  return {
    decoded,
    async tell(...all: readonly Decoded[]) {
      commit += 1;
      await engine.process(
        all.map((one, frame) => ({ ...one, message: { ...one.message, position: { commit, frame } } })),
        commit,
      );
    },
  };
}

/** The same notifications heard again later: only the times differ, so they are not parsed again. */
const later = (all: readonly Decoded[], receivedAt: number): Decoded[] =>
  all.map((one) => ({
    ...one,
    message: { ...one.message, receivedAt },
    observations: one.observations.map((observation) => ({ ...observation, receivedAt, time: receivedAt })),
  }));

describe('1,000 resubscriptions with 200 live properties', () => {
  it('raise nothing and keep no memory, whatever the repetition is called; a change then raises once', async () => {
    const engine = await openEngine(testDir(), { deviceTypes: types });
    const { decoded, tell } = rig(engine);
    const zones = Array.from({ length: PROPERTIES }, (_, zone) => zone);
    // Every fourth zone has somebody in it all the time.
    const burst = (operation: string, retain: boolean) =>
      zones.map((zone) => decoded(property(zone, zone % 4 === 0, operation, T0), T0, retain));
    const initialized = burst('Initialized', true);
    const bursts = [initialized, burst('Initialized', false), burst('Changed', false)];
    await tell(...initialized);
    // What is left after collections: between them the heap says nothing.
    let early = Number.POSITIVE_INFINITY;
    let late = Number.POSITIVE_INFINITY;
    for (let round = 1; round <= 1_000; round += 1) {
      await tell(...later(bursts[round % 3] ?? initialized, T0 + round * 10 * SECOND));
      const used = process.memoryUsage().heapUsed;
      if (round >= 100 && round < 400) early = Math.min(early, used);
      if (round >= 700) late = Math.min(late, used);
    }
    expect(engine.accounts()).toMatchObject({ decoded: 200_200, candidates: 0, clears: 0 });
    expect(late - early).toBeLessThan(64 * 1024 * 1024);

    const at = T0 + 20_000 * SECOND;
    await tell(decoded(property(1, true, 'Changed', at), at, false));
    await engine.advance(at + 10 * SECOND);
    expect(engine.accounts().candidates).toBe(1);
    await tell(decoded(property(1, false, 'Deleted', at + 20 * SECOND), at + 20 * SECOND, false));
    await engine.advance(at + 60 * SECOND);
    expect(engine.accounts()).toMatchObject({ candidates: 1, clears: 1 });
    await engine.close();
  }, 60_000);
});

describe('a state', () => {
  const intrusions = async (
    ...heard: (readonly [state: boolean, operation: string, retain: boolean, after?: number])[]
  ) => {
    const engine = await openEngine(testDir(), { deviceTypes: types });
    const { decoded, tell } = rig(engine);
    let at = T0;
    for (const [state, operation, retain, after = 10] of heard) {
      at += after * SECOND;
      await engine.advance(at);
      await tell(decoded(property(1, state, operation, at), at, retain));
    }
    await engine.advance(at + 10 * SECOND);
    const { candidates, clears } = engine.accounts();
    await engine.close();
    return { candidates, clears };
  };

  it.each([
    ['that was there before we listened raises nothing', [[true, 'Initialized', true]], 0],
    [
      'that changed while we were away raises once',
      [
        [false, 'Initialized', true],
        [true, 'Initialized', true],
      ],
      1,
    ],
    ['that is told for the first time as changed raises', [[true, 'Changed', false]], 1],
    [
      'that appears later as Initialized raises',
      [
        [false, 'Initialized', true],
        [true, 'Initialized', false],
      ],
      1,
    ],
    [
      'that is said to have changed, and has not, raises nothing more',
      [
        [true, 'Changed', false],
        [true, 'Changed', false],
      ],
      1,
    ],
    [
      'without an operation is judged by its value',
      [
        [false, '', false],
        [true, '', false],
      ],
      1,
    ],
    [
      'that is replayed raises nothing more',
      [
        [true, 'Changed', false],
        [false, 'Changed', false, 20],
        [false, 'Changed', false],
      ],
      1,
    ],
  ] as const)('%s', async (_what, heard, candidates) => {
    expect((await intrusions(...heard)).candidates).toBe(candidates);
  });

  it('that comes on two topics raises once, the second time by the other one', async () => {
    const engine = await openEngine(testDir(), { deviceTypes: types });
    const { decoded, tell } = rig(engine);
    const tamper = (topic: string, source: string, item: string, state: boolean, at: number) =>
      decoded(
        `<onvif><NotificationMessage><Topic>tns1:${topic}</Topic><Message><Message UtcTime="${new Date(at).toISOString()}" PropertyOperation="Changed">` +
          `<Source>${source}</Source><Data><SimpleItem Name="${item}" Value="${state}"/></Data></Message></Message></NotificationMessage></onvif>`,
        ...([at, false] as const),
      );
    const rule = '<SimpleItem Name="VideoSource" Value="V_SRC"/><SimpleItem Name="Rule" Value="R"/>';
    const detector = (state: boolean, at: number) =>
      tamper('RuleEngine/TamperDetector/Tamper', rule, 'IsTamper', state, at);
    const scene = (state: boolean, at: number) =>
      tamper(
        'VideoSource/GlobalSceneChange/ImagingService',
        '<SimpleItem Name="Source" Value="VideoSource_1"/>',
        'State',
        state,
        at,
      );
    await tell(detector(true, T0), scene(true, T0 + 500));
    await engine.advance(T0 + 10 * SECOND);
    expect(engine.accounts().candidates).toBe(1);
    await tell(detector(false, T0 + 20 * SECOND), scene(false, T0 + 20 * SECOND));
    await engine.advance(T0 + 100 * SECOND);
    expect(engine.accounts()).toMatchObject({ candidates: 1, clears: 1 });
    await tell(scene(true, T0 + 200 * SECOND), detector(true, T0 + 201 * SECOND));
    await engine.advance(T0 + 210 * SECOND);
    expect(engine.accounts().candidates).toBe(2);
    // One of them flickers, and the other goes on: that is no less of a cause.
    await tell(scene(false, T0 + 220 * SECOND), detector(false, T0 + 220 * SECOND));
    await engine.advance(T0 + 300 * SECOND);
    await tell(detector(true, T0 + 400 * SECOND), scene(true, T0 + 400 * SECOND));
    await tell(detector(false, T0 + 401 * SECOND));
    await engine.advance(T0 + 402 * SECOND);
    expect(engine.accounts().candidates).toBe(2);
    await engine.advance(T0 + 410 * SECOND);
    expect(engine.accounts().candidates).toBe(3);
    await engine.close();
  });

  it('whose end never comes is ended by itself, and raises again the next time', async () => {
    const heard = [
      [true, 'Changed', false],
      [true, 'Changed', false, 900],
    ] as const;
    expect(await intrusions(...heard)).toEqual({ candidates: 2, clears: 1 });
  });
});
