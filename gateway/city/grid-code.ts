import { GatewayError } from '../errors.ts';

/** A 单元网格 by its 15 digits: division of district (6), street (3) and community (3), then its number there. */
export interface UnitGridCode {
  readonly district: string;
  readonly street: string;
  readonly community: string;
  /** 1–999. */
  readonly number: number;
}

const refuse = (detail: string): never => {
  throw new GatewayError('REQUEST_INVALID', detail);
};

/** The 15 digits of a unit grid. Throws REQUEST_INVALID for parts that do not fit. */
export function encodeUnitGrid({ district, street, community, number }: UnitGridCode): string {
  if (!/^[1-9]\d{5}$/.test(district)) refuse(`"${district}" is no district; write its six digits`);
  for (const part of [street, community]) if (!/^\d{3}$/.test(part)) refuse(`"${part}" is not three digits`);
  if (!Number.isInteger(number) || number < 1 || number > 999) refuse(`grid ${number} is not from 1 to 999`);
  return `${district}${street}${community}${String(number).padStart(3, '0')}`;
}

/** Reads 15 digits. Throws REQUEST_INVALID saying what is wrong with them. */
export function decodeUnitGrid(text: string): UnitGridCode {
  const [, district, street, community, number] = /^([1-9]\d{5})(\d{3})(\d{3})(\d{3})$/.exec(text) ?? [];
  if (!district || !street || !community || !number)
    return refuse(`"${text}" is no unit grid; write 15 digits: 6 district, 3 street, 3 community, 3 number`);
  if (Number(number) === 0) refuse(`${text}: grids are numbered from 001`);
  return { district, street, community, number: Number(number) };
}
