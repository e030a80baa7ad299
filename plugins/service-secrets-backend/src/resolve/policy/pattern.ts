/** A pattern with a `+` for exactly one segment; Vault treats these apart from plain prefixes. */
function hasSegmentWildcard(pattern: string): boolean {
  return pattern === '+' || pattern.startsWith('+/') || pattern.includes('/+');
}

function matchesSegments(pattern: string, path: string): boolean {
  const prefix = pattern.endsWith('*');
  const wanted = (prefix ? pattern.slice(0, -1) : pattern).split('/');
  const given = path.split('/');
  const longEnough = prefix
    ? given.length >= wanted.length
    : given.length === wanted.length;
  return (
    longEnough &&
    wanted.every(
      (segment, index) =>
        segment === '+' ||
        segment === given[index] ||
        (prefix &&
          index === wanted.length - 1 &&
          given[index].startsWith(segment)),
    )
  );
}

/** Whether a policy's pattern applies to a path. A `*` counts at the end only, a `+` as a whole segment only. */
export function matchesPattern(pattern: string, path: string): boolean {
  if (hasSegmentWildcard(pattern)) return matchesSegments(pattern, path);
  return pattern.endsWith('*')
    ? path.startsWith(pattern.slice(0, -1))
    : pattern === path;
}

/** Where a pattern stops being literal; a later place is more specific. */
function literalLength(pattern: string): number {
  if (hasSegmentWildcard(pattern)) {
    return `/${pattern}/`.indexOf('/+/') < 0
      ? pattern.indexOf('+')
      : `/${pattern}/`.indexOf('/+/');
  }
  return pattern.endsWith('*') ? pattern.length - 1 : Infinity;
}

function plusCount(pattern: string): number {
  return pattern.split('/').filter(segment => segment === '+').length;
}

function bare(pattern: string): string {
  return pattern.endsWith('*') ? pattern.slice(0, -1) : pattern;
}

/** Sorts the pattern that decides first. */
export function comparePriority(a: string, b: string): number {
  const differences = [
    // Infinity minus Infinity is no number; two exact patterns that match one path are the same.
    literalLength(a) === literalLength(b)
      ? 0
      : literalLength(b) - literalLength(a),
    Number(a.endsWith('*')) - Number(b.endsWith('*')),
    plusCount(a) - plusCount(b),
    bare(b).length - bare(a).length,
  ];
  const decided = differences.find(difference => difference !== 0);
  if (decided !== undefined) return decided;
  if (a === b) return 0;
  return a > b ? -1 : 1;
}
