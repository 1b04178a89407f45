import { GatewayError } from '../errors.ts';

/**
 * The two layouts of 16-digit object codes: district (6), major (2), minor (2 or 3), serial (6 or 5). The newer one gives
 * minors 001–079 to the standard and 080–999 to the authority. Which edition of the standard mandates which is not known
 * here; the profile says which one the city writes.
 */
export const CODE_LAYOUTS = {
  '2+2+6': { minor: 2, serial: 6, firstLocal: 80 },
  '2+3+5': { minor: 3, serial: 5, firstLocal: 80 },
} as const;
export type CodeLayout = keyof typeof CODE_LAYOUTS;

/** A single component or event as its 16 digits name it. */
export interface ObjectCode {
  /** `C0103`: the letter is not among the digits, so it always comes from outside. */
  readonly category: string;
  /** Six digits of the administrative division. */
  readonly district: string;
  readonly serial: number;
}

export interface CodeCodec {
  readonly layout: CodeLayout;
  /** `C` or `E` and 16 digits. Throws REQUEST_INVALID for what has no code. */
  encode(code: ObjectCode): string;
  /**
   * Reads a letter and 16 digits. The number spaces of components and events overlap, so digits alone are refused, as are
   * majors the catalogue has not. Throws REQUEST_INVALID saying which part is wrong.
   */
  decode(text: string): ObjectCode;
  /** The first free extension of a group, from the top (99 or 999) downwards. Throws REQUEST_INVALID when none is left. */
  nextExtension(group: string, taken: Iterable<string>): string;
}

const refuse = (detail: string): never => {
  throw new GatewayError('REQUEST_INVALID', detail);
};

/**
 * The three-digit minor of a category's two-digit one, and back. Standard minors keep their number; extensions, which both
 * layouts allocate from the top, keep their distance to it: 99 is 999, 80 is 980.
 */
export function wideMinor(minor: string): string {
  return `${Number(minor) < CODE_LAYOUTS['2+3+5'].firstLocal ? '0' : '9'}${minor}`;
}

function narrowMinor(wide: string): string | undefined {
  const minor = wide.slice(1);
  return wideMinor(minor) === wide ? minor : undefined;
}

/** A codec of one layout for the groups (`C01`, `E04` …) of a catalogue. */
export function createCodeCodec(layout: CodeLayout, groups: ReadonlySet<string>): CodeCodec {
  const { minor: width, serial: digits, firstLocal } = CODE_LAYOUTS[layout];
  const shape = new RegExp(`^([CE])(\\d{6})(\\d{2})(\\d{${width}})(\\d{${digits}})$`);
  const known = (group: string) => {
    if (groups.has(group)) return;
    const letter = group[0] ?? '';
    const majors = [...groups].filter((other) => other.startsWith(letter)).map((other) => other.slice(1));
    refuse(`major ${group.slice(1)} (大类) is none of ${letter}: ${majors.sort().join(', ')}`);
  };
  return {
    layout,
    encode({ category, district, serial }) {
      if (!/^[CE]\d{4}$/.test(category)) refuse(`"${category}" is no category; write C or E and four digits`);
      if (!/^[1-9]\d{5}$/.test(district)) refuse(`"${district}" is no district; write its six digits`);
      if (!Number.isInteger(serial) || serial < 1 || serial >= 10 ** digits)
        refuse(`serial ${serial} is not from 1 to ${10 ** digits - 1}`);
      known(category.slice(0, 3));
      const minor = category.slice(3);
      const number = String(serial).padStart(digits, '0');
      return `${category[0]}${district}${category.slice(1, 3)}${width === 3 ? wideMinor(minor) : minor}${number}`;
    },
    decode(text) {
      const parts = shape.exec(text);
      if (!parts)
        return refuse(
          /^\d{16}$/.test(text)
            ? `${text} could be a component or an event; put C or E before it`
            : `"${text}" is no object code; write C or E and 16 digits (6 district, 2 major, ${width} minor, ${digits} serial)`,
        );
      const [, letter = '', district = '', major = '', minor = '', number = ''] = parts;
      if (district.startsWith('0')) refuse(`${text}: no district begins with 0`);
      if (Number(number) === 0) refuse(`${text}: serials begin with 1`);
      known(letter + major);
      const narrow = width === 3 ? narrowMinor(minor) : minor;
      if (narrow === undefined || Number(narrow) === 0)
        return refuse(`${text}: minor ${minor} (小类) is none of a four-digit category; use 001–079 or 980–999`);
      return { category: letter + major + narrow, district, serial: Number(number) };
    },
    nextExtension(group, taken) {
      known(group);
      const used = new Set(taken);
      for (let minor = 99; minor >= firstLocal; minor--) if (!used.has(group + minor)) return group + minor;
      return refuse(`group ${group} has no extension left between 99 and ${firstLocal}`);
    },
  };
}
