/** Whether a path is in a list of special paths: a trailing `*` is a prefix, a `+` one segment. */
export function isSpecial(
  patterns: readonly string[] | undefined,
  path: string,
): boolean {
  return (patterns ?? []).some(pattern => matches(pattern, path));
}

function matches(pattern: string, path: string): boolean {
  const glob = pattern.endsWith('*');
  const wanted = (glob ? pattern.slice(0, -1) : pattern).split('/');
  const given = path.split('/');
  if (glob ? given.length < wanted.length : given.length !== wanted.length) {
    return false;
  }
  return wanted.every((segment, index) => {
    if (segment === '+' || segment === given[index]) return true;
    const last = index === wanted.length - 1;
    return glob && last && given[index].startsWith(segment);
  });
}
