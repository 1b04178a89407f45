import { describe, expect, it } from 'vitest';
import type { Login } from '../../gateway/model/login.ts';
import { createKeptSessions } from '../../gateway/transport/mqtt-kept-sessions.ts';
import { DISCONNECT, login, text } from '../support/mqtt-raw.ts';
import { mqttRig } from '../support/mqtt-rig.ts';

const DEVICE: Login = { kind: 'device', vendor: 'acme', device: 's1' };
const OTHER: Login = { kind: 'device', vendor: 'acme', device: 's2' };

describe('kept sessions', () => {
  it('are bounded for each owner and in all', () => {
    const kept = createKeptSessions({ perOwner: 2, all: 4, known: 100 });
    const [a, b, c] = ['acme/s1/a', 'acme/s1/b', 'acme/s1/c'];
    expect([a, b, c, a].map((id) => kept.keep(DEVICE, id))).toEqual([true, true, false, true]);
    kept.came(a, true);
    kept.came('nobody', true);
    expect([kept.keep(DEVICE, c), kept.keep(DEVICE, a)]).toEqual([true, false]);
    expect(kept.keep(OTHER, 'acme/s2')).toBe(true);
    expect(['o1', 'o2'].map((id) => kept.keep({ kind: 'open' }, id))).toEqual([true, false]);
  });

  it('are known by their client id until a clean one, or until too many came after them', () => {
    const kept = createKeptSessions({ perOwner: 2, all: 4, known: 2 });
    expect([kept.came('a', false), kept.came('a', false), kept.came('a', true), kept.came('a', false)]).toEqual([
      false,
      true,
      false,
      false,
    ]);
    for (const id of ['b', 'c']) kept.came(id, false);
    expect([kept.came('c', false), kept.came('a', false)]).toEqual([true, false]);
  });

  it('are announced in the CONNACK, also without a subscription', async () => {
    const { raw } = await mqttRig();
    const connect = async (user: string, flags: number) => {
      const one = await raw();
      one.send(login(user, { flags }));
      await one.length(4);
      one.send(DISCONNECT);
      await one.closed;
      return one.received().toString('hex');
    };
    for (const [flags, answer] of [
      [0xc0, '20020000'],
      [0xc0, '20020100'],
      [0xc2, '20020000'],
      [0xc0, '20020000'],
    ] as const)
      expect(await connect('acme/s1', flags)).toBe(answer);
    const wrong = await raw();
    wrong.send(login('acme/s1', { flags: 0xc0, rest: [text('acme/s1'), text('wrong')] }));
    await wrong.closed;
    expect(wrong.received().toString('hex')).toBe('20020004');
  });
});
