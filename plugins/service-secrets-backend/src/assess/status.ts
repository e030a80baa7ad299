import {
  Finding,
  findingDefinitions,
  Health,
  Severity,
  Status,
} from 'backstage-plugin-service-secrets-common';

/** Most urgent first. `unknown` before `risk`: what we cannot see may be broken. */
export const severityOrder: readonly Severity[] = [
  'broken',
  'unknown',
  'risk',
  'hygiene',
];

const healthOf: Readonly<Record<Severity, Health>> = {
  broken: 'broken',
  unknown: 'unknown',
  risk: 'degraded',
  hygiene: 'healthy',
};

/** The verdict in words: the most urgent finding decides, and speaks. */
export function statusOf(findings: readonly Finding[]): Status {
  const worst = severityOrder
    .map(severity => findings.find(finding => finding.severity === severity))
    .find(finding => finding !== undefined);
  const health = worst ? healthOf[worst.severity] : 'healthy';
  if (!worst || health === 'healthy') {
    return {
      health: 'healthy',
      sentence: 'Everything this service uses is in order.',
      detail:
        findings.length > 0
          ? `${findings.length} ${
              findings.length === 1 ? 'thing' : 'things'
            } could be tidier.`
          : undefined,
    };
  }
  return {
    health,
    sentence: `${findingDefinitions[worst.code].sentence}.`,
    detail: worst.message,
  };
}

/** The verdict on a service from those on its environments and on claims nothing confirms. */
export function overallStatus(
  environments: readonly Status[],
  deniedClaims: number,
): Status {
  const order: readonly Health[] = ['broken', 'unknown', 'degraded', 'healthy'];
  const denied: Status[] =
    deniedClaims > 0
      ? [
          {
            health: 'unknown',
            sentence: 'Binding not allowed.',
            detail:
              'Nothing was read for what this service claims: no operator rule confirms it.',
          },
        ]
      : [];
  const all = [...environments, ...denied];
  const worst = order
    .map(health => all.find(status => status.health === health))
    .find(status => status !== undefined);
  return (
    worst ?? {
      health: 'unknown',
      sentence: 'Nothing is known of this service.',
    }
  );
}
