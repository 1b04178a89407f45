import { GatewayError } from '../errors.ts';

/** What an earlier stage must have found; its absence is a defect in the order of the stages. */
export function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new GatewayError('INTERNAL', `no stage has found the ${what}`);
  return value;
}
