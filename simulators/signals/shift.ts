import { z } from 'zod';

const HOURS = /^([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/;

/** Hours of the day at which people work, `07:00-12:00`; one that ends before it begins goes over midnight. */
export const shift = z
  .string()
  .regex(HOURS, 'write hours of the day such as 07:00-12:00')
  .transform((text) => {
    const [, fromHour = '0', fromMinute = '0', toHour = '0', toMinute = '0'] = HOURS.exec(text) ?? [];
    return { from: Number(fromHour) + Number(fromMinute) / 60, to: Number(toHour) + Number(toMinute) / 60 };
  });

export type Shift = z.output<typeof shift>;

/** Whether anybody works at `hour` (0 to 24). */
export function worksAt(shifts: readonly Shift[], hour: number): boolean {
  return shifts.some(({ from, to }) => (from <= to ? hour >= from && hour < to : hour >= from || hour < to));
}
