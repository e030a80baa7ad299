import { globMatches } from '../resolve/glob';

/** Whether a bound list names this name. A `*` in an entry stands for anything, as it does in Vault. */
export function bindsName(bound: readonly string[], name: string): boolean {
  return bound.some(entry => globMatches(entry, name));
}

/** Whether a bound list lets in more than the names in it. */
export function bindsMany(bound: readonly string[]): boolean {
  return bound.some(entry => entry.includes('*'));
}
