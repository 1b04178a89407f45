import { GatewayError } from './errors.ts';
import type { Catalogue } from './model/catalogue.ts';
import type { NewSilence } from './model/silence.ts';

/** What a silence can name. */
export interface Nameable {
  readonly directory: { get(deviceId: string): unknown; ids(): Iterable<string> };
  readonly deviceTypes: ReadonlyMap<string, unknown>;
  readonly city: {
    readonly catalogue: Catalogue;
    gridSystems(): readonly {
      readonly system: string;
      readonly version: string;
      readonly levels: readonly { readonly id: string }[];
    }[];
    featureCollection(
      system: string,
      of: { readonly version: string; readonly level: string },
    ): { readonly features: readonly { readonly properties: Readonly<Record<string, unknown>> }[] };
  };
}

/** Names a refusal lists at most: enough to see a slip of the pen. */
const LISTED = 20;

function refuse(field: keyof NewSilence['match'], value: string, allowed: readonly string[], where: string): never {
  const more = allowed.length > LISTED ? ` and ${allowed.length - LISTED} more` : '';
  const listed = allowed.length > 0 ? `: ${allowed.slice(0, LISTED).join(', ')}${more}` : '';
  throw new GatewayError('REQUEST_INVALID', `there is no ${field} "${value}"; ${where}${listed}`, {
    path: `match.${field}`,
  });
}

function cellsOf(city: Nameable['city']): Set<string> {
  const codes = new Set<string>();
  for (const { system, version, levels } of city.gridSystems())
    for (const { id: level } of levels)
      for (const { properties } of city.featureCollection(system, { version, level }).features)
        codes.add(String(properties['code']));
  return codes;
}

/** Names that begin like the wrong one, else all. */
function alike(value: string, known: readonly string[], beginning: number): readonly string[] {
  const close = known.filter((one) => one.startsWith(value.slice(0, beginning)));
  return close.length > 0 ? close : known;
}

/**
 * Refuses a silence of something that does not exist: it would hold nothing back, and whoever set it would learn so from the
 * alarm it was to silence. Throws REQUEST_INVALID that names what there is.
 */
export function checkSilence({ device, vendor, typeId, category, grid }: NewSilence['match'], known: Nameable): void {
  const { directory, deviceTypes, city } = known;
  if (device !== undefined && !directory.get(device)) {
    const [of = ''] = device.split('/');
    const mates = [...directory.ids()].filter((id) => id.startsWith(`${of}/`));
    refuse('device', device, mates, mates.length > 0 ? `${of} has` : 'GET /v1/devices lists those that are registered');
  }
  if (vendor !== undefined) {
    const vendors = [...new Set([...directory.ids()].map((id) => id.split('/')[0] ?? ''))];
    if (!vendors.includes(vendor)) refuse('vendor', vendor, vendors, 'devices are registered of');
  }
  if (typeId !== undefined && !deviceTypes.has(typeId)) refuse('typeId', typeId, [...deviceTypes.keys()], 'there are');
  if (category !== undefined && !city.catalogue.categories.has(category)) {
    const codes = [...city.catalogue.categories.keys()];
    refuse('category', category, alike(category, codes, 3), `catalogue ${city.catalogue.id} has`);
  }
  if (grid === undefined) return;
  const cells = cellsOf(city);
  if (!cells.has(grid)) refuse('grid', grid, alike(grid, [...cells], 6), 'GET /v1/grids lists the systems; cells are');
}
