import type { Policy, PolicyRule } from 'backstage-plugin-service-secrets-node';

import { globMatches } from '../glob';
import { comparePriority, matchesPattern } from './pattern';

/** What a set of policies says about one path. */
export interface PathVerdict {
  /** `undecidable`: a rule with an identity template may or may not apply. */
  readonly verdict: 'granted' | 'denied' | 'undecidable';
  /** The one pattern that decides, when there is one. */
  readonly pattern?: string;
  /** The policies that hold that pattern. */
  readonly policies: readonly string[];
}

interface Candidate {
  readonly policy: string;
  readonly rule: PolicyRule;
}

/** Vault resolves these per login, so from outside only their existence is known. */
function isTemplated({ rule }: Candidate): boolean {
  return rule.path.includes('{{');
}

/** Whether a rule with this pattern could have a say about a path once its templates are filled in; true for some that have none. */
export function mayConcern(pattern: string, path: string): boolean {
  const trimmed = pattern.startsWith('/') ? pattern.slice(1) : pattern;
  return globMatches(trimmed.replace(/\{\{.*?\}\}|\+/g, '*'), path);
}

/** One leading slash of a pattern is dropped, as Vault does. */
function normalised({ policy, rule }: Candidate): Candidate {
  return rule.path.startsWith('/')
    ? { policy, rule: { ...rule, path: rule.path.slice(1) } }
    : { policy, rule };
}

/**
 * Evaluates a path as Vault does: of all patterns that match, in all policies,
 * the one with the highest priority decides alone; the same pattern in several
 * policies counts together, and a `deny` in any of them wins.
 */
export function evaluatePath(
  policies: readonly Policy[],
  path: string,
  capability: string,
): PathVerdict {
  const all = policies.flatMap(({ name, rules }) =>
    rules.map(rule => normalised({ policy: name, rule })),
  );
  const templated = all.filter(
    candidate =>
      isTemplated(candidate) && mayConcern(candidate.rule.path, path),
  );
  const [best] = all
    .filter(candidate => !isTemplated(candidate))
    .filter(({ rule }) => matchesPattern(rule.path, path))
    .sort((a, b) => comparePriority(a.rule.path, b.rule.path));
  const deciding = best
    ? all.filter(({ rule }) => rule.path === best.rule.path)
    : [];
  const capabilities = deciding.flatMap(({ rule }) => rule.capabilities);
  const granted =
    capabilities.includes(capability) && !capabilities.includes('deny');
  const maybe =
    (!granted &&
      templated.some(({ rule }) => rule.capabilities.includes(capability))) ||
    (granted && deciding.some(({ rule }) => rule.limitsParameters));
  const said = granted ? 'granted' : 'denied';
  return {
    verdict: maybe ? 'undecidable' : said,
    pattern: best?.rule.path,
    policies: [...new Set(deciding.map(({ policy }) => policy))],
  };
}
