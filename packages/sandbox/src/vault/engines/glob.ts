/** True when `*` stands for any run of characters in the pattern and the rest is literal. */
export function globMatches(pattern: string, subject: string): boolean {
  const source = pattern
    .split('*')
    .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[\\s\\S]*');
  return new RegExp(`^${source}$`).test(subject);
}
