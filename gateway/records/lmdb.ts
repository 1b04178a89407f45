/**
 * Waits for a write to an LMDB environment and throws why it failed. lmdb-js rejects each write of a failed commit with an
 * error that only names its `commitError`: a second promise, rejected with the reason, which ends the process unless somebody
 * takes it.
 */
export async function committed<T>(written: Promise<T>): Promise<T> {
  try {
    return await written;
  } catch (error) {
    const { commitError } = error as { commitError?: unknown };
    if (!(commitError instanceof Promise)) throw error;
    const reason = commitError.catch((cause: unknown) => cause);
    // The reason comes in the same turn of the event loop, if it comes at all.
    throw await Promise.race([reason, new Promise((resolve) => setImmediate(resolve, error))]);
  }
}
