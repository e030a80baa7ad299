import {
  Finding,
  Health,
  Severity,
} from 'backstage-plugin-service-secrets-common';

const severityOrder: readonly Severity[] = [
  'broken',
  'risk',
  'unknown',
  'hygiene',
];

const healthOrder: readonly Health[] = [
  'broken',
  'unknown',
  'degraded',
  'healthy',
];

/** Findings, worst first; among equals the order of the server's checks stays. */
export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(
    (a, b) =>
      severityOrder.indexOf(a.severity) - severityOrder.indexOf(b.severity),
  );
}

/** The environment to look at first: the worst one, and among equals the first. */
export function worstEnvironment<
  T extends { readonly status: { readonly health: Health } },
>(environments: readonly T[]): T | undefined {
  const rank = ({ status }: T) => healthOrder.indexOf(status.health);
  return environments.reduce<T | undefined>(
    (worst, next) =>
      worst === undefined || rank(next) < rank(worst) ? next : worst,
    undefined,
  );
}
