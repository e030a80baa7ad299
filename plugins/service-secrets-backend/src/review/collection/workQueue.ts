/** Works off a list with that many at a time, until it is empty or stopped. */
export async function workOff<T>(
  items: readonly T[],
  limits: { readonly concurrency: number; readonly signal: AbortSignal },
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = [...items].reverse();
  const worker = async () => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) {
      if (limits.signal.aborted) return;
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: limits.concurrency }, worker));
}
