import type {
  InstanceMounts,
  Mounted,
} from 'backstage-plugin-service-secrets-node';

import { BindingRule, EnvironmentBinding } from './EnvironmentBinding';

/** Whether an operator rule confirms a claim, and if not, what no rule covers. */
export type Confirmation =
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'denied'; readonly uncovered: readonly string[] };

/** What confirming by rule looks at. */
export interface ConfirmInput {
  readonly binding: EnvironmentBinding;
  /** Entity refs of the owners, from the catalog's relations. */
  readonly owners: readonly string[];
  readonly rules: readonly BindingRule[];
  readonly mounts: InstanceMounts;
}

/** Compared byte by byte: two spellings of one name must never both match. */
function matches(pattern: string, name: string): boolean {
  return pattern.endsWith('*') && pattern.length > 1
    ? name.startsWith(pattern.slice(0, -1))
    : name === pattern;
}

function covers(
  patterns: readonly string[],
  { mount, name }: Mounted,
  defaultMount: string,
): boolean {
  return patterns.some(pattern => {
    const slash = pattern.lastIndexOf('/');
    const patternMount = slash < 0 ? defaultMount : pattern.slice(0, slash);
    return patternMount === mount && matches(pattern.slice(slash + 1), name);
  });
}

/** The annotations of a claim that a rule does not cover. */
function uncoveredBy(
  rule: BindingRule,
  { binding, mounts }: ConfirmInput,
): string[] {
  const all = (
    patterns: readonly string[],
    names: readonly Mounted[],
    mount: string,
  ) => names.every(name => covers(patterns, name, mount));
  const covered: Record<string, boolean> = {
    namespace: rule.namespaces.some(pattern =>
      matches(pattern, binding.namespace),
    ),
    'auth-role': covers(
      rule.authRoles,
      binding.authRole,
      mounts.kubernetesAuth,
    ),
    'database-roles': all(
      rule.databaseRoles,
      binding.databaseRoles,
      mounts.database,
    ),
    'static-roles': all(rule.staticRoles, binding.staticRoles, mounts.database),
  };
  return Object.keys(covered).filter(annotation => !covered[annotation]);
}

/**
 * Confirms a claim when one operator rule for the entity's owners covers all
 * of it. One rule, not the sum of several: a rule is read by a human as what
 * belongs together. Nothing is confirmed by default.
 */
export function confirmClaim(input: ConfirmInput): Confirmation {
  const { binding, owners, rules } = input;
  const applicable = rules.filter(
    rule =>
      rule.owners.some(owner => owners.includes(owner)) &&
      (rule.environments?.includes(binding.environment) ?? true),
  );
  if (applicable.length === 0) {
    return { kind: 'denied', uncovered: ['namespace'] };
  }
  const gaps = applicable
    .map(rule => uncoveredBy(rule, input))
    .sort((a, b) => a.length - b.length);
  return gaps[0].length === 0
    ? { kind: 'confirmed' }
    : { kind: 'denied', uncovered: gaps[0] };
}
