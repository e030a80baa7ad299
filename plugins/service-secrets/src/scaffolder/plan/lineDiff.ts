/** One line of a comparison of two texts. */
export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Above this many comparisons the texts are shown one after the other: nobody reads such a difference line by line. */
const MOST_COMPARISONS = 400_000;

function linesOf(text: string): string[] {
  return text.replace(/\n$/, '').split('\n');
}

/** `lengths[i][j]`: how many lines the rests from `i` and `j` have in common. */
function commonLengths(before: string[], after: string[]): Uint32Array[] {
  const lengths = Array.from(
    { length: before.length + 1 },
    () => new Uint32Array(after.length + 1),
  );
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      lengths[i][j] =
        before[i] === after[j]
          ? lengths[i + 1][j + 1] + 1
          : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}

const removed = (text: string): DiffLine => ({ kind: 'removed', text });
const added = (text: string): DiffLine => ({ kind: 'added', text });

/** What changes between two texts, line by line; removals stand before what replaces them. */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const old = linesOf(before);
  const next = linesOf(after);
  if (old.length * next.length > MOST_COMPARISONS) {
    return [...old.map(removed), ...next.map(added)];
  }
  const lengths = commonLengths(old, next);
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length && j < next.length) {
    if (old[i] === next[j]) {
      lines.push({ kind: 'same', text: old[i] });
      i += 1;
      j += 1;
    } else if (lengths[i + 1][j] >= lengths[i][j + 1]) {
      lines.push(removed(old[i]));
      i += 1;
    } else {
      lines.push(added(next[j]));
      j += 1;
    }
  }
  return [...lines, ...old.slice(i).map(removed), ...next.slice(j).map(added)];
}
