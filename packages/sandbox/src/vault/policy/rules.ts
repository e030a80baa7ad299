/** Every capability a policy may grant; `deny` takes all others away. */
export const capabilities = [
  'create',
  'delete',
  'deny',
  'list',
  'patch',
  'read',
  'recover',
  'subscribe',
  'sudo',
  'update',
] as const;

/** One word of a `capabilities` list. */
export type Capability = (typeof capabilities)[number];

/** Parameter constraints: lower-case key to the values it may have; an empty list means any. */
export type ParameterRules = Record<string, unknown[]>;

/** What one path stanza says, wrapping TTLs in seconds (0: unset). */
export interface PathRule {
  readonly capabilities: ReadonlySet<Capability>;
  readonly allowed: ParameterRules;
  readonly denied: ParameterRules;
  readonly required: readonly string[];
  readonly minWrappingTtl: number;
  readonly maxWrappingTtl: number;
}

/** A stanza of a parsed policy: its pattern as written, without leading slash. */
export interface Stanza {
  readonly path: string;
  readonly rule: PathRule;
}

/** True when the rule takes away everything. */
export function denies(rule: PathRule): boolean {
  return rule.capabilities.has('deny');
}

const deniedRule: PathRule = {
  capabilities: new Set(['deny']),
  allowed: {},
  denied: {},
  required: [],
  minWrappingTtl: 0,
  maxWrappingTtl: 0,
};

function smallerSet(a: number, b: number): number {
  if (a === 0 || b === 0) return a || b;
  return Math.min(a, b);
}

function mergeParameters(a: ParameterRules, b: ParameterRules): ParameterRules {
  const merged: ParameterRules = { ...a };
  for (const [key, values] of Object.entries(b)) {
    const present = merged[key];
    const anyValue = present?.length === 0 || values.length === 0;
    merged[key] = anyValue ? [] : [...(present ?? []), ...values];
  }
  return merged;
}

/** Two stanzas with the same pattern, of one policy or of several. */
export function mergeRules(existing: PathRule, added: PathRule): PathRule {
  if (denies(existing) || denies(added)) return deniedRule;
  return {
    capabilities: new Set([...existing.capabilities, ...added.capabilities]),
    allowed: mergeParameters(existing.allowed, added.allowed),
    denied: mergeParameters(existing.denied, added.denied),
    required: [...new Set([...existing.required, ...added.required])],
    minWrappingTtl: smallerSet(existing.minWrappingTtl, added.minWrappingTtl),
    maxWrappingTtl: smallerSet(existing.maxWrappingTtl, added.maxWrappingTtl),
  };
}
