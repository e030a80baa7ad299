/** Whether a glob fits a text as a whole. A `*` stands for anything, slashes and nothing included. */
export function globMatches(glob: string, text: string): boolean {
  const [first, ...rest] = glob.split('*');
  const last = rest.pop();
  if (last === undefined) return glob === text;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.endsWith(last) && text.length >= at + last.length;
}
