import { hash } from 'node:crypto';

/** Longest part or key kept as it is; longer ones are replaced by a hash, so that store keys stay short. */
const MAX_TOKEN = 128;

/** The source of an event: its code, and the ONVIF source token and key where it has them, as `code|Door1|17`. */
export function eventSource(code: string, part: string, key: string | undefined): string {
  if (part === '' && key === undefined) return code;
  return key === undefined ? `${code}|${token(part)}` : `${code}|${token(part)}|${token(key)}`;
}

/** The part of the device that a source names; empty for the device itself and for channels. */
export function partOf(source: string): string {
  return (source.split('|')[1] ?? '').replaceAll('%7C', '|').replaceAll('%25', '%');
}

function token(text: string): string {
  const short = text.length <= MAX_TOKEN ? text : `~${hash('sha1', text, 'hex')}`;
  return short.replaceAll('%', '%25').replaceAll('|', '%7C');
}
