import { evaluatePath, PathVerdict } from './policy/evaluatePath';
import { ServiceView } from './ServiceView';

/** The policy that decides the path, else one that is missing, else the first attached one. */
export function policyFor(view: ServiceView, path: string): string {
  const { policies, authRole } = view;
  if (policies === 'unreadable') return 'unknown';
  const verdict = evaluatePath(policies.found, path, 'read');
  const [deciding] = verdict.policies;
  if (verdict.verdict === 'granted' && deciding) return deciding;
  const attached =
    authRole === 'unreadable' ? [] : authRole?.tokenPolicies ?? [];
  return policies.missing[0] ?? deciding ?? attached[0] ?? 'none';
}

function rule({ pattern }: PathVerdict, path: string): string {
  return pattern === undefined || pattern === path
    ? 'grants read'
    : `grants read by ${pattern}`;
}

/** What the policies say of the path, when they grant it. */
export function grantFacts(view: ServiceView, path: string): string[] {
  const { policies } = view;
  if (policies === 'unreadable') return [];
  const verdict = evaluatePath(policies.found, path, 'read');
  return verdict.verdict === 'granted' ? [rule(verdict, path)] : [];
}
