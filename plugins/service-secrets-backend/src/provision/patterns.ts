/** Whether a name is one of the patterns, or starts as one that ends in `*`. Compared byte by byte. */
export function matchesAny(patterns: readonly string[], name: string): boolean {
  return patterns.some(pattern =>
    pattern.endsWith('*')
      ? name.startsWith(pattern.slice(0, -1))
      : name === pattern,
  );
}
