/** Whether a bound list names this name. A `*` in an entry stands for anything, as it does in Vault. */
export function bindsName(bound: readonly string[], name: string): boolean {
  return bound.some(entry => {
    const [first, ...rest] = entry.split('*');
    if (rest.length === 0) return entry === name;
    const last = rest.pop() ?? '';
    let at = first.length;
    for (const part of rest) {
      const found = name.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return (
      name.startsWith(first) &&
      name.endsWith(last) &&
      name.length >= at + last.length
    );
  });
}

/** Whether a bound list lets in more than the names in it. */
export function bindsMany(bound: readonly string[]): boolean {
  return bound.some(entry => entry.includes('*'));
}
