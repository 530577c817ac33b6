import { deadReviews } from './boss.js';
import type { Parts } from './worker.js';

/**
 * Looks again and again for jobs that failed for good, and says so where people look. Where that fails too it is tried
 * again later, as any job is.
 */
export function bury<Data>(
  { boss, onError, options }: Pick<Parts<Data>, 'boss' | 'onError' | 'options'>,
  everySeconds: number,
): { readonly stop: () => Promise<void> } {
  let isStopped = false;
  let last = Promise.resolve();
  const buryAll = async (): Promise<void> => {
    while (!isStopped) {
      const [job] = await boss.fetch<{ data: Data }>(deadReviews, { includeMetadata: true });
      if (!job) return;
      try {
        await options.onDead(job.data.data, reasonOf(job.output));
        await boss.complete(deadReviews, job.id);
      } catch (error) {
        onError(error);
        await boss.fail(deadReviews, job.id, { message: String(error) });
      }
    }
  };
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    last = buryAll()
      .catch(onError)
      .finally(() => (isBusy = false));
  }, everySeconds * 1000);
  return {
    stop: async () => {
      isStopped = true;
      clearInterval(timer);
      await last;
    },
  };
}

function reasonOf(output: unknown): string {
  const { message, value } = (output ?? {}) as { message?: unknown; value?: { message?: unknown } };
  const text = message ?? value?.message;
  return typeof text === 'string' ? text : 'It failed each time.';
}
