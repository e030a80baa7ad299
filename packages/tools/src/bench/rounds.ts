/** One way of doing the work that is measured. */
export interface Contender {
  readonly name: string;
  run(): Promise<void>;
}

/** What one contender needed, in milliseconds. */
export interface Measurement {
  readonly name: string;
  readonly median: number;
  readonly fastest: number;
  readonly slowest: number;
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}

async function timed(contender: Contender): Promise<number> {
  const startedAt = performance.now();
  await contender.run();
  return performance.now() - startedAt;
}

/** Rounds until the compiler has settled on the code; the first ones measure it, not us. */
const warmUpRounds = 3;

/**
 * Measures contenders in alternating rounds, so that a machine that slows down
 * slows all of them. The rounds before the first counted one warm up.
 */
export async function measure(
  contenders: readonly Contender[],
  rounds: number,
): Promise<Measurement[]> {
  const times = new Map<string, number[]>(
    contenders.map(({ name }) => [name, []]),
  );
  for (let round = 0; round < warmUpRounds + rounds; round += 1) {
    const order = round % 2 === 0 ? contenders : [...contenders].reverse();
    for (const contender of order) {
      const took = await timed(contender);
      if (round >= warmUpRounds) times.get(contender.name)?.push(took);
    }
  }
  return [...times].map(([name, values]) => ({
    name,
    median: median(values),
    fastest: Math.min(...values),
    slowest: Math.max(...values),
  }));
}
