import { Ajv } from 'ajv';
import { z } from 'zod';
import { toGatewayError } from '../errors.ts';
import type { Device } from '../model/device.ts';
import { parseDeviceId } from '../model/login.ts';
import { readYaml } from '../yaml-file.ts';
import { deviceProperties, windowsOf } from './device-body.ts';
import { type DevicesApi, refuseImpossible } from './devices.ts';
import { sayMisfit } from './rule-overrides.ts';
import { object } from './schemas.ts';
import { faultsOf, refuseHalfCharacters } from './validation.ts';

/** What is wrong with one line; line and column count from 1. */
export interface LineFault {
  readonly line: number;
  readonly column: number;
  readonly path?: string;
  readonly detail: string;
}

/** A line of a list of devices as a device, as faults, or as nothing: blank lines and the heading of a CSV file. */
export type DeviceLine = { readonly device: Device } | { readonly faults: readonly LineFault[] } | undefined;

const { onvif: _onvif, password: _password, ...own } = deviceProperties;
const schema = object(
  {
    deviceId: { type: 'string', maxLength: 129, description: '{vendor}/{device}' },
    ...own,
    // As GET /v1/devices prints them, so that its answer can be read in again.
    vendor: { type: 'string' },
    device: { type: 'string' },
    lastSeen: {},
    overrideMisfits: {},
  },
  ['deviceId', 'typeId'],
);

const fits = new Ajv({ allErrors: true, verbose: true, strict: false, useDefaults: true }).compile<
  Omit<Device, 'vendor' | 'device' | 'overrides'> & {
    lastSeen?: unknown;
    overrideMisfits?: unknown;
    overrides?: object;
  }
>(schema);

/** One value of a line and the column it begins at. */
interface Cell {
  readonly text: string;
  readonly column: number;
}

/**
 * Reads devices line by line: JSON (one object a line) or CSV with a heading (RFC 4180, no line breaks inside quotes).
 * A device that stands on two lines is a fault of the second.
 */
export function createLineReader(
  format: 'ndjson' | 'csv',
  devices: { readonly typeIds: readonly string[] } & Pick<DevicesApi, 'readOverrides' | 'positionFault'>,
): (text: string, line: number) => DeviceLine {
  const { typeIds, readOverrides } = devices;
  const seen = new Map<string, number>();
  let heading: readonly string[] | undefined;
  let unread = 0;

  const deviceOf = (value: unknown, line: number, columnOf: (path: string) => number): DeviceLine => {
    const fault = (path: string, detail: string): DeviceLine => ({
      faults: [{ line, column: columnOf(path), path, detail }],
    });
    if (!fits(value))
      return {
        faults: faultsOf(fits.errors ?? [], 'line').map(({ path, detail }) => ({
          ...{ line, column: columnOf(path) },
          ...(path === '' ? {} : { path }),
          detail,
        })),
      };
    const { lastSeen: _lastSeen, overrideMisfits: _misfits, maintenance, overrides, ...given } = value;
    try {
      refuseHalfCharacters(value);
    } catch (error) {
      const { path = '', detail } = toGatewayError(error);
      return fault(path, detail);
    }
    const names = parseDeviceId(given.deviceId);
    if (!names)
      return fault('deviceId', `"${given.deviceId}" is no device id; use {vendor}/{device}, letters, digits, . _ -`);
    if (!typeIds.includes(given.typeId))
      return fault('typeId', `typeId must be one of ${typeIds.join(', ')}; got "${given.typeId}"`);
    const before = seen.get(given.deviceId);
    if (before !== undefined) return fault('deviceId', `${given.deviceId} stands on line ${before} already`);
    seen.set(given.deviceId, line);
    const own = overrides === undefined ? undefined : readOverrides(given.typeId, overrides);
    if (own && 'misfits' in own)
      return { faults: own.misfits.map(sayMisfit).map((said) => ({ line, column: columnOf(said.path), ...said })) };
    try {
      refuseImpossible(devices, given.position);
      const windows = maintenance ? { maintenance: windowsOf(maintenance) } : {};
      return { device: { ...given, ...names, ...windows, ...own } };
    } catch (error) {
      const { path = '', detail } = toGatewayError(error);
      return fault(path, detail);
    }
  };

  const json = (text: string, line: number): DeviceLine => {
    // The slow reader runs for places only: most lines have nothing wrong.
    const placed = () => readYaml({ file: 'line.json', text, mark: 'value' }, z.unknown());
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      const [problem] = placed().problems;
      return {
        faults: [{ line, column: problem?.col ?? 1, detail: problem?.message ?? `not JSON: ${String(error)}` }],
      };
    }
    return deviceOf(value, line, (path) => placed().at(path.split('.').filter(Boolean)).col);
  };

  const csv = (text: string, line: number): DeviceLine => {
    if (unread > 0) return { faults: [{ line, column: 1, detail: `the heading on line ${unread} is wrong` }] };
    const cells = cellsOf(text);
    if ('detail' in cells) {
      if (!heading) unread = line;
      return { faults: [{ line, ...cells }] };
    }
    if (!heading) {
      const names = cells.map((cell) => cell.text.trim());
      const stray = cells.find((cell) => !COLUMNS.has(cell.text.trim()));
      // Without its columns no line of the file says anything.
      unread = line;
      if (stray || !names.includes('deviceId') || !names.includes('typeId')) {
        const what = stray ? `"${stray.text}" is not a column` : 'the columns deviceId and typeId are needed';
        return { faults: [{ line, column: stray?.column ?? 1, detail: `${what}; known: ${[...COLUMNS].join(', ')}` }] };
      }
      heading = names;
      unread = 0;
      return undefined;
    }
    const names = heading;
    const extra = cells[names.length];
    if (extra)
      return { faults: [{ line, column: extra.column, detail: `more cells than the ${names.length} columns` }] };
    return deviceOf(rowOf(names, cells), line, (path) => {
      const at = names.indexOf(path.split('.').at(-1) ?? '');
      return cells[at]?.column ?? 1;
    });
  };

  const read = format === 'csv' ? csv : json;
  return (text, line) => (text.trim() === '' ? undefined : read(text, line));
}

const PLACE = new Set(['lon', 'lat', 'crs']);
const COLUMNS = new Set([
  ...Object.keys(schema.properties).filter(
    (key) => !['position', 'maintenance', 'overrides', 'overrideMisfits'].includes(key),
  ),
  ...PLACE,
]);
const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, false: false, 1: true, 0: false };

/** Cells under their names; empty ones are left out. */
function rowOf(names: readonly string[], cells: readonly Cell[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  const position: Record<string, unknown> = {};
  for (const [index, name] of names.entries()) {
    const text = cells[index]?.text.trim() ?? '';
    if (text === '') continue;
    const number = Number(text);
    if (name === 'crs') position[name] = text;
    else if (PLACE.has(name)) position[name] = Number.isNaN(number) ? text : number;
    else row[name] = name === 'simulated' ? (BOOLEANS[text.toLowerCase()] ?? text) : text;
  }
  if (Object.keys(position).length > 0) row['position'] = position;
  return row;
}

/** The cells of a CSV line, or where its quotes go wrong. */
function cellsOf(text: string): Cell[] | { readonly column: number; readonly detail: string } {
  const cells: Cell[] = [];
  for (let at = 0; at <= text.length; at++) {
    const column = at + 1;
    if (text[at] !== '"') {
      const comma = text.indexOf(',', at);
      const end = comma < 0 ? text.length : comma;
      cells.push({ text: text.slice(at, end), column });
      at = end;
      continue;
    }
    let value = '';
    for (at++; text[at] !== '"' || text[at + 1] === '"'; at++) {
      if (at >= text.length) return { column, detail: 'a quoted cell does not end on its line' };
      value += text[at];
      if (text[at] === '"') at++;
    }
    at++;
    if (at < text.length && text[at] !== ',') return { column: at + 1, detail: 'a comma must follow a quoted cell' };
    cells.push({ text: value, column });
  }
  return cells;
}
