import { describe, expect, it } from 'vitest';
import { runCli } from '../support/gateway.ts';

describe('a command that there is not', () => {
  it.each([
    ['strat --help', 'strat', 'start'],
    ['help strat', 'strat', 'start'],
    ['--help strat', 'strat', 'start'],
    ['simm run -h', 'simm', 'sim'],
    ['city chek --help', 'chek', 'check'],
    ['city help chek', 'chek', 'check'],
    ['strat', 'strat', 'start'],
  ])('is named with the nearest that there is: %s', async (line, stray, near) => {
    const { code, out, err } = await runCli(line.split(' '));
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(`error: unknown command '${stray}'\n(Did you mean ${near}?)`);
  });
});

describe('a request for help', () => {
  it.each([
    ['--help', 'gridwarden'],
    ['help sim', 'gridwarden sim'],
    ['city help', 'gridwarden city'],
    ['city check --help', 'gridwarden city check'],
    ['decode help --help', 'gridwarden decode'],
  ])('is answered: %s', async (line, command) => {
    const { code, out, err } = await runCli(line.split(' '));
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(`Usage: ${command} [`);
  });
});

it('a command line that cannot be understood ends with 2, since 1 is the answer of a command', async () => {
  for (const line of [['ledger', 'verify', '--datadir', 'x'], ['trial'], ['send']])
    expect((await runCli(line)).code, line.join(' ')).toBe(2);
}, 20_000);
