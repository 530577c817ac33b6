/** Keeps the workers of the analyzers busy while others are read, most of which no analyzer looks at for long. */
export const filesAtOnce = 12;

/** Like `Promise.all` over `items`, in their order, with no more than `atOnce` of them under way. */
export async function mapInParallel<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++)
      results[index] = await work(items[index] as T, index);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane));
  return results;
}
