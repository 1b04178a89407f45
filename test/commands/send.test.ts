import { Command } from 'commander';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { registerSend } from '../../gateway/commands/send.ts';
import { startGateway } from '../support/gateway.ts';

let out = '';
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** What the command prints, and its exit code. */
async function send(broker: string, ...words: string[]) {
  out = '';
  process.exitCode = undefined;
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  const program = new Command().exitOverride();
  registerSend(program);
  await program.parseAsync(['send', '--broker', broker, '--device', 'lab/smoke-1', ...words], { from: 'user' });
  vi.restoreAllMocks();
  return { out, code: process.exitCode ?? 0 };
}

describe('gridwarden send', () => {
  it('tells what is refused, what is taken and not believed, and what is well', async () => {
    const { ready } = await startGateway();
    const status = await send(ready.mqtt, '--topic', 'status', '--wait', '0', '{"online":true,"profile":"smoke"}');
    expect(status).toEqual({ out: 'acknowledged: on disk, and nothing was wrong with it\n', code: 0 });
    expect(await send(ready.mqtt, '{oops')).toMatchObject({
      out: expect.stringMatching(/^refused: PAYLOAD_/),
      code: 1,
    });
    // Twice: the second is told as soon as the first.
    for (const value of ['40', '41'])
      expect(await send(ready.mqtt, '--wait', '10', `{"smoke":${value}}`)).toEqual({
        out: `acknowledged, but not believed: VALUE_IMPLAUSIBLE: ${value} is not what smoke can be (a number, 0 to 2 dB/m); it is stored and raises nothing\n`,
        code: 1,
      });
    const typo = await send(ready.mqtt, '--wait', '10', '--json', '--topic', 'event', '{"code":"smoke_alrm"}');
    expect(JSON.parse(typo.out)).toMatchObject({ acknowledged: true, doubt: { code: 'EVENT_UNKNOWN', path: 'code' } });
    // What was said of the messages before is not said of this one.
    expect(await send(ready.mqtt, '{"smoke":0.02}')).toMatchObject({ code: 0 });
  });
});
