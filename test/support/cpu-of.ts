/** Tries: the least of them is what the work takes, without what else the process was about to collect or compile. */
const TRIES = 3;

/** CPU time of this thread that `work` takes, ms: waiting for a busy machine is no fault of the work. It is done three times. */
export function cpuOf(work: () => void): number {
  const once = () => {
    const before = process.threadCpuUsage();
    work();
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1_000;
  };
  return Math.min(...Array.from({ length: TRIES }, once));
}
