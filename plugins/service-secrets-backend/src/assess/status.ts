import {
  DeniedClaim,
  Finding,
  Health,
  Severity,
  Status,
} from 'backstage-plugin-service-secrets-common';

import { ServiceView } from '../resolve/ServiceView';
import { consequenceOf, respiteOf } from './consequence';
import { failedSources, outageSentence, shownInstead } from './outages';

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

/** An upstream that is away as a whole says more than the list of what could not be read. */
function outage(
  { sources }: ServiceView,
  now: Date,
): Omit<Status, 'health'> | undefined {
  const away = failedSources(sources).find(
    group => outageSentence(group) !== undefined,
  );
  const sentence = away && outageSentence(away);
  return sentence === undefined || away === undefined
    ? undefined
    : { sentence, detail: shownInstead(away, now) };
}

function words(
  worst: Finding,
  view: ServiceView,
  now: Date,
): Omit<Status, 'health'> {
  const away =
    worst.code === 'sourceUnreadable' ? outage(view, now) : undefined;
  if (away) return away;
  const detail = [worst.message, respiteOf(worst, view, now)];
  return {
    sentence: consequenceOf(worst, view),
    detail: detail.filter(part => part !== undefined).join(' '),
  };
}

function tidiness(count: number): string | undefined {
  if (count === 0) return undefined;
  return `${count} ${count === 1 ? 'thing' : 'things'} could be tidier.`;
}

/** The verdict in words: the most urgent finding decides, and its consequence speaks first. */
export function statusOf(
  findings: readonly Finding[],
  view: ServiceView,
  now: Date,
): Status {
  const worst = severityOrder
    .map(severity => findings.find(finding => finding.severity === severity))
    .find(finding => finding !== undefined);
  const health = worst ? healthOf[worst.severity] : 'healthy';
  if (!worst || health === 'healthy') {
    return {
      health: 'healthy',
      sentence: 'Everything this service uses is in order.',
      detail: tidiness(findings.length),
    };
  }
  return { health, ...words(worst, view, now) };
}

function statusOfClaim({ unreadable, reason }: DeniedClaim): Status {
  return unreadable
    ? { health: 'unknown', sentence: reason }
    : {
        health: 'unknown',
        sentence: 'Binding not allowed.',
        detail:
          'Nothing was read for what this service claims: no operator rule confirms it.',
      };
}

/** The verdict on a service from those on its environments and on claims nothing confirms. */
export function overallStatus(
  environments: readonly Status[],
  claims: readonly DeniedClaim[],
): Status {
  const order: readonly Health[] = ['broken', 'unknown', 'degraded', 'healthy'];
  const denied = claims.map(statusOfClaim);
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
