import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startGateway } from '../support/gateway.ts';
import { ROOT } from '../support/source.ts';

/** A story of the README: lines to paste, and what they print (`…` stands for anything). */
interface Story {
  readonly line: number;
  readonly script: string;
  readonly expected?: string;
}

function stories(readme: string): Story[] {
  const found = readme.matchAll(/```sh story\n([\s\S]*?)```\n(?:\n```text\n([\s\S]*?)```)?/g);
  return [...found].map(({ index, 1: script = '', 2: expected }) => ({
    line: readme.slice(0, index).split('\n').length,
    script,
    ...(expected === undefined ? {} : { expected }),
  }));
}

function patternOf(expected: string): RegExp {
  const parts = expected.trim().split('…');
  return new RegExp(parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[\\s\\S]*'));
}

/** Runs lines as they would be pasted, on the ports of this gateway instead of the default ones. */
async function paste(
  script: string,
  ports: { mqtt: string; http: string },
): Promise<{ code: number | null; out: string }> {
  const own = script
    .replaceAll('127.0.0.1:8080', `127.0.0.1:${ports.http}`)
    .replace(/mosquitto_(pub|sub|rr) /g, `mosquitto_$1 -p ${ports.mqtt} `)
    .replaceAll('gridwarden send ', `gridwarden send --broker mqtt://127.0.0.1:${ports.mqtt} `);
  const child = spawn('bash', ['-eo', 'pipefail', '-c', own], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: [`${ROOT}node_modules/.bin`, process.env['PATH']].join(delimiter) },
  });
  let out = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
  await once(child, 'close');
  return { code: child.exitCode, out };
}

describe('README', () => {
  it('has lines that work as pasted and print what it says', async () => {
    const gateway = await startGateway();
    const ports = { mqtt: new URL(gateway.ready.mqtt).port, http: new URL(gateway.ready.http).port };
    const found = stories(readFileSync(`${ROOT}README.md`, 'utf8'));
    expect(found.length).toBeGreaterThanOrEqual(8);
    for (const { line, script, expected } of found) {
      const { code, out } = await paste(script, ports);
      expect(code, `README.md:${line} ended with ${code}:\n${script}\n${out}`).toBe(0);
      if (expected) expect(out, `README.md:${line}`).toMatch(patternOf(expected));
    }
    // What the stories did: one fire, accepted and disposed of, and everything accounted for.
    const cases = (await (await fetch(`${gateway.ready.http}/v1/cases`)).json()) as {
      items: { categoryCode: string; subState: string }[];
    };
    expect(cases.items.map(({ categoryCode, subState }) => [categoryCode, subState])).toEqual([['E0498', 'DISPOSED']]);
    const accounts = (await (await fetch(`${gateway.ready.http}/v1/accounts`)).json()) as { balanced: boolean };
    expect(accounts.balanced).toBe(true);
    expect(await gateway.end()).toBe(0);
  });
});
