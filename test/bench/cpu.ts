import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts CPU time in 1/100 s whatever the kernel's tick (`getconf CLK_TCK`). */
const MICROS_PER_TICK = 10_000;

/** The fields of /proc/{pid}/stat behind the command, which may hold blanks: [0] is the state, [1] the parent. */
function stat(pid: number | string): { command: string; fields: string[] } {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const end = text.lastIndexOf(')');
  return { command: text.slice(text.indexOf('(') + 1, end), fields: text.slice(end + 2).split(' ') };
}

/** CPU microseconds a process has used, user and system, all threads. */
export function cpuMicros(pid: number): number {
  const { fields } = stat(pid);
  return (Number(fields[11]) + Number(fields[12])) * MICROS_PER_TICK;
}

/** Resident KiB. */
export function residentKiB(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
}

/** The newest child of this process with such a command. */
export function childNamed(command: string): number {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const mine = pids.filter((pid) => {
    try {
      const found = stat(pid);
      return found.command === command && Number(found.fields[1]) === process.pid;
    } catch {
      return false; // it ended while we looked
    }
  });
  const pid = Math.max(...mine.map(Number));
  if (!Number.isFinite(pid)) throw new Error(`no child named ${command}`);
  return pid;
}
