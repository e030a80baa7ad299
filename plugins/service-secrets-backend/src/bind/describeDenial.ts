import { DeniedClaim } from 'backstage-plugin-service-secrets-common';

/** What a denial is worded from: names of annotations, never their values, which may be another team's. */
export interface Denial {
  readonly environment: string;
  readonly uncovered: readonly string[];
  readonly backReferences: boolean;
  /** Set when a back-reference could not be read, so that it may still exist. */
  readonly unreadable?: string;
}

function remedyOf({ unreadable, backReferences }: Denial): string {
  if (unreadable) {
    return 'Wait until the target answers, or ask the operator for a rule under `serviceSecrets.bindings.rules`.';
  }
  return backReferences
    ? 'Ask the operator for a rule under `serviceSecrets.bindings.rules`, or annotate the Namespace with `service-secrets.io/entity-ref`.'
    : 'Ask the operator for a rule under `serviceSecrets.bindings.rules` that names the owner and what it may use.';
}

/** Says why a claim is not confirmed and what would confirm it, without naming what was claimed. */
export function describeDenial(denial: Denial): DeniedClaim {
  const annotations = denial.uncovered.map(name => `\`${name}\``).join(', ');
  const which =
    denial.uncovered.length === 1
      ? `its ${annotations}`
      : `all of its ${annotations}`;
  const uncovered = `no rule for the owners of this service covers ${which}`;
  const remedy = remedyOf(denial);
  if (denial.unreadable) {
    return {
      environment: denial.environment,
      reason: `It is not known whether this binding is allowed: ${uncovered}, and whether the target names this service could not be read: ${denial.unreadable}.`,
      remedy,
      unreadable: true,
    };
  }
  const also = denial.backReferences
    ? ', and no back-reference on the target confirms it'
    : '';
  return {
    environment: denial.environment,
    reason: `Binding not allowed: ${uncovered}${also}.`,
    remedy,
  };
}
