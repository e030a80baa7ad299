import { DeniedClaim } from 'backstage-plugin-service-secrets-common';

/** What a denial is worded from: names of annotations, never their values, which may be another team's. */
export interface Denial {
  readonly environment: string;
  readonly uncovered: readonly string[];
  readonly backReferences: boolean;
  /** Set when a back-reference could not be read, so that it may still exist. */
  readonly unreadable?: string;
}

/** Says why a claim is not confirmed and what would confirm it, without naming what was claimed. */
export function describeDenial(denial: Denial): DeniedClaim {
  const annotations = denial.uncovered.map(name => `\`${name}\``).join(', ');
  const which =
    denial.uncovered.length === 1
      ? `its ${annotations}`
      : `all of its ${annotations}`;
  const also = denial.backReferences
    ? ', and no back-reference on the target confirms it'
    : '';
  const unreadable = denial.unreadable
    ? ` Whether the target names this service could not be read: ${denial.unreadable}.`
    : '';
  return {
    environment: denial.environment,
    reason: `Binding not allowed: no rule for the owners of this service covers ${which}${also}.${unreadable}`,
    remedy: denial.backReferences
      ? 'Ask the operator for a rule under `serviceSecrets.bindings.rules`, or annotate the Namespace with `service-secrets.io/entity-ref`.'
      : 'Ask the operator for a rule under `serviceSecrets.bindings.rules` that names the owner and what it may use.',
  };
}
