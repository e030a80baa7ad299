import { isDeepStrictEqual } from 'node:util';

import { ParameterRules, PathRule } from './rules';

/** A string value may have one `*` at either end; other types must be equal. */
function valueMatches(allowed: unknown, value: unknown): boolean {
  // Vault keeps the numbers of a request as text of a type of their own, which equals no number of a policy.
  if (typeof value === 'number') return false;
  return typeof allowed === 'string' && typeof value === 'string'
    ? textMatches(allowed, value)
    : isDeepStrictEqual(allowed, value);
}

function textMatches(allowed: string, value: string): boolean {
  const open = allowed.startsWith('*');
  const close = allowed.length > 1 && allowed.endsWith('*');
  const text = allowed.slice(open ? 1 : 0, close ? -1 : undefined);
  if (open && close) return value.includes(text);
  if (open) return value.endsWith(text);
  return close ? value.startsWith(text) : value === allowed;
}

function listed(values: readonly unknown[], value: unknown): boolean {
  return (
    values.length === 0 || values.some(allowed => valueMatches(allowed, value))
  );
}

function refusedBy(rules: ParameterRules, data: Map<string, unknown>): boolean {
  if ('*' in rules && data.size > 0) return true;
  return [...data].some(
    ([key, value]) => key in rules && listed(rules[key], value),
  );
}

function allowedBy(rules: ParameterRules, data: Map<string, unknown>): boolean {
  if (Object.keys(rules).length === 0) return true;
  const others = rules['*'];
  return [...data].every(([key, value]) => {
    const own = rules[key];
    if (own) return listed(own, value);
    return others !== undefined && listed(others, value);
  });
}

/** Whether the request's top-level parameters satisfy the rule's constraints. */
export function parametersAllow(
  rule: PathRule,
  data: Readonly<Record<string, unknown>>,
): boolean {
  const sent = new Map(
    Object.entries(data).map(([key, value]) => [key.toLowerCase(), value]),
  );
  if (!rule.required.every(key => sent.has(key))) return false;
  if (sent.size === 0) return true;
  return !refusedBy(rule.denied, sent) && allowedBy(rule.allowed, sent);
}
