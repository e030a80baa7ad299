/** How many days a calendar shows, and in rows of how many. */
interface Shape {
  readonly count: number;
  readonly perRow: number;
}

const steps: Readonly<Record<string, (shape: Shape) => number>> = {
  ArrowLeft: () => -1,
  ArrowRight: () => 1,
  ArrowUp: ({ perRow }) => -perRow,
  ArrowDown: ({ perRow }) => perRow,
};

/** Where a key leads from a day; undefined when it leads nowhere. */
export function dayAfterKey(
  key: string,
  from: number,
  shape: Shape,
): number | undefined {
  if (key === 'Home') return 0;
  if (key === 'End') return shape.count - 1;
  if (!Object.hasOwn(steps, key)) return undefined;
  const to = from + steps[key](shape);
  return to >= 0 && to < shape.count ? to : undefined;
}
