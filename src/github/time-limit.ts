/**
 * Settles with the work, or rejects as soon as the signal says so or the time is over, then with a `TimeoutError`, whatever
 * the work still waits for. The work is given the signal that says both.
 */
export async function withinLimit<T>(
  milliseconds: number,
  signal: AbortSignal,
  work: (ended: AbortSignal) => Promise<T>,
): Promise<T> {
  // Not `AbortSignal.timeout`, whose timer would hold what a review read long after its end.
  const limit = new AbortController();
  const timer = setTimeout(
    () => limit.abort(new DOMException('The review took too long.', 'TimeoutError')),
    milliseconds,
  );
  const ended = AbortSignal.any([signal, limit.signal]);
  try {
    return await untilAborted(work(ended), ended);
  } finally {
    clearTimeout(timer);
  }
}

async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
