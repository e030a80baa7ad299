/** Direct children of a folder among slash-separated paths; deeper ones appear as their folder. */
export function childrenOf(paths: Iterable<string>, folder: string): string[] {
  const prefix = folder === '' ? '' : `${folder.replace(/\/+$/, '')}/`;
  const children = new Set<string>();
  for (const path of paths) {
    if (path.startsWith(prefix)) {
      const rest = path.slice(prefix.length);
      const slash = rest.indexOf('/');
      children.add(slash < 0 ? rest : rest.slice(0, slash + 1));
    }
  }
  return [...children];
}
