import {
  EnvironmentReport,
  Finding,
  ServiceReport,
} from 'backstage-plugin-service-secrets-common';

import { worstFirst } from './severityOrder';

/** What the overview card shows of all environments together. A number is absent when a part of it could not be read. */
export interface OverviewFigures {
  readonly liveLeases?: number;
  readonly expectedLeases?: number;
  readonly nextExpiry:
    | { readonly kind: 'at'; readonly time: string }
    | { readonly kind: 'none' }
    | { readonly kind: 'unread' };
  /** Absent when nothing was looked at. */
  readonly findingCount?: number;
  /** Worst first. */
  readonly findings: readonly Finding[];
}

function sum(numbers: readonly (number | undefined)[]): number | undefined {
  if (numbers.length === 0) return undefined;
  return numbers.reduce<number | undefined>(
    (total, next) =>
      total === undefined || next === undefined ? undefined : total + next,
    0,
  );
}

function nextExpiry(
  environments: readonly EnvironmentReport[],
): OverviewFigures['nextExpiry'] {
  const times = environments
    .flatMap(({ certificates }) => certificates ?? [])
    .flatMap(({ notAfter }) => notAfter ?? [])
    .sort((a, b) => Date.parse(a) - Date.parse(b));
  if (times.length > 0) return { kind: 'at', time: times[0] };
  const unread =
    environments.length === 0 ||
    environments.some(({ certificates }) => certificates === undefined);
  return { kind: unread ? 'unread' : 'none' };
}

/** Sums a report up for the overview card. */
export function overviewFigures({
  environments,
}: ServiceReport): OverviewFigures {
  const findings = worstFirst(environments.flatMap(report => report.findings));
  return {
    liveLeases: sum(environments.map(({ leases }) => leases?.total)),
    expectedLeases: sum(environments.map(({ leases }) => leases?.expected)),
    nextExpiry: nextExpiry(environments),
    findingCount: environments.length > 0 ? findings.length : undefined,
    findings,
  };
}
