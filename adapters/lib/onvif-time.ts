const TIME =
  /^(\d{4})-(\d{1,2})-(\d{1,2})[Tt ]\s*(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,](\d{1,9})\d*)?\s*(?:[Zz]|([+-])(\d{1,2}):?(\d{2})?)?$/;

/**
 * Epoch ms of a tt:Message@UtcTime; undefined for what is no time. Takes what devices write instead of the xs:dateTime in UTC
 * that Core 9.4 demands: no zone (then UTC), an offset, a space for the T, single digits.
 */
export function utcTimeOf(text: string): number | undefined {
  const parts = TIME.exec(text);
  if (!parts) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number);
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60) return undefined;
  const millis = Math.floor(Number(`0.${parts[7] ?? '0'}`) * 1_000);
  const offset = Number(parts[9] ?? 0) * 60 + Number(parts[10] ?? 0);
  const zone = parts[8] === '-' ? -offset : offset;
  return Date.UTC(year, month - 1, day, hour, minute, second, millis) - zone * 60_000;
}
