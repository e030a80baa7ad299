/** Does a piece of work for each number below `count`, a few at a time. */
export async function inParallel(
  count: number,
  work: (index: number) => Promise<unknown>,
  width = 16,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const index = next;
      next += 1;
      await work(index);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
}
