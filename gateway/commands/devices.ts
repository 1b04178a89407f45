import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Command } from 'commander';
import { GatewayError } from '../errors.ts';
import type { Device } from '../model/device.ts';
import { askGateway, atGateway, type GatewayAddress, getFromGateway, problemError } from './gateway-client.ts';

interface Report {
  readonly registered: number;
  readonly replaced: number;
  readonly failed: number;
  readonly errors: readonly { line: number; column: number; path?: string; detail: string }[];
}

type Listed = Device & { readonly lastSeen?: string };

export function registerDevices(program: Command): void {
  const devices = program.command('devices').description('the registry of a running gateway');
  registerImport(devices);
  registerList(devices);
  registerToken(devices);
}

function registerImport(devices: Command): void {
  atGateway(
    devices
      .command('import')
      .description('register or replace the devices of a list')
      .argument('<file>', 'one JSON object a line, or .csv with a heading; UTF-8'),
  )
    .option('--atomic', 'one wrong line, and nothing is registered')
    .option('--json', 'print the result as one JSON object')
    .addHelpText(
      'after',
      `
A line:  {"deviceId":"acme/smoke-17","typeId":"smoke","position":{"lon":108.94,"lat":34.26,"crs":"wgs84"}}
As CSV:  deviceId,typeId,name,lon,lat,crs,siteClass,mobility,assetCode,orgCode,simulated
Exit codes: 0 every line was taken, 1 some were not (file:line:column: why), 5 no gateway.`,
    )
    .action(async (file: string, options: GatewayAddress & { atomic?: boolean; json?: boolean }) => {
      await access(file).catch((cause: Error) => {
        throw new GatewayError('CONFIG_UNREADABLE', cause.message, { cause });
      });
      const { body, problem } = await askGateway<Report>(
        options,
        `/v1/devices/import?atomic=${options.atomic === true}`,
        {
          method: 'POST',
          headers: { 'content-type': /\.csv$/i.test(file) ? 'text/csv' : 'application/x-ndjson' },
          body: Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>,
        },
      );
      // A refused list has its report in the problem.
      if (problem && !Array.isArray(problem['errors'])) throw problemError(problem);
      const { registered, replaced, failed, errors } = body;
      for (const { line, column, path, detail } of errors)
        process.stderr.write(`${file}:${line}:${column}: ${path === undefined ? '' : `${path}: `}${detail}\n`);
      process.stdout.write(
        options.json
          ? `${JSON.stringify({ registered, replaced, failed, errors })}\n`
          : `${registered} registered, ${replaced} replaced, ${failed} lines refused\n`,
      );
      if (problem || failed > 0) process.exitCode = 1;
    });
}

function registerList(devices: Command): void {
  atGateway(devices.command('list').description('every registered device, in the order of their ids'))
    .option('--vendor <vendor>', 'only of this vendor')
    .option('--json', 'one JSON object a line, fit for import')
    .action(async (options: GatewayAddress & { vendor?: string; json?: boolean }) => {
      const query = new URLSearchParams({ limit: '500', ...(options.vendor ? { vendor: options.vendor } : {}) });
      for (;;) {
        const page = await getFromGateway<{ items: Listed[]; next?: string }>(options, `/v1/devices?${query}`);
        for (const device of page.items)
          process.stdout.write(options.json ? `${JSON.stringify(device)}\n` : lineOf(device));
        if (page.next === undefined) return;
        query.set('cursor', page.next);
      }
    });
}

function lineOf({ deviceId, typeId, position, lastSeen }: Listed): string {
  const place = position ? `${position.lon},${position.lat} ${position.crs}` : 'no place';
  return `${deviceId.padEnd(32)} ${typeId.padEnd(12)} ${place.padEnd(28)} ${lastSeen ?? 'never seen'}\n`;
}

function registerToken(devices: Command): void {
  atGateway(
    devices
      .command('token')
      .description('a new MQTT token for a device, shown once')
      .argument('<id>', '{vendor}/{device}'),
  )
    .option('--overlap <duration>', 'how long the secret before works on: 0, 30min, 24h …', '24h')
    .option('--json', 'print one JSON object')
    .action(async (deviceId: string, options: GatewayAddress & { overlap: string; json?: boolean }) => {
      const id = deviceId.split('/').map(encodeURIComponent).join('/');
      const path = `/v1/devices/${id}/token?${new URLSearchParams({ overlap: options.overlap })}`;
      const login = await getFromGateway<{ username: string; token: string }>(options, path, { method: 'POST' });
      process.stdout.write(options.json ? `${JSON.stringify(login)}\n` : `${login.token}\n`);
    });
}
