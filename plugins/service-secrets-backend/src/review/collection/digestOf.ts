import { parseEntityRef } from '@backstage/catalog-model';
import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { Severity } from 'backstage-plugin-service-secrets-common';

import { Mended } from './mendedOf';
import { News } from './noticesOf';

type Payload = NotificationSendOptions['payload'];

/** What one owner is told after one run. */
export interface Tidings {
  readonly news: readonly News[];
  readonly mended: readonly Mended[];
}

const MOST_LINES = 10;
const MOST_MENDED = 5;

const severities: readonly Severity[] = [
  'broken',
  'risk',
  'unknown',
  'hygiene',
];
const noticeSeverity = {
  broken: 'critical',
  risk: 'high',
  unknown: 'normal',
  hygiene: 'low',
} as const;

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function titleOf({ news, mended }: Tidings): string {
  const told = news.length > 0 ? news : mended;
  const services = new Set(told.map(({ entityRef }) => entityRef)).size;
  const on = `on ${counted(services, 'service')}`;
  if (news.length === 0) {
    return `${counted(mended.length, 'finding')} mended ${on}`;
  }
  const also = mended.length > 0 ? `, ${mended.length} mended` : '';
  return `${news.length} new ${
    news.length === 1 ? 'finding' : 'findings'
  } ${on}${also}`;
}

function andMore(count: number): string[] {
  return count > 0 ? [`and ${count} more`] : [];
}

/** Everything that is over, in one line. */
function mendedLine(mended: readonly Mended[]): string[] {
  if (mended.length === 0) return [];
  const named = mended
    .slice(0, MOST_MENDED)
    .map(({ title, what }) => `${title} (${what})`);
  const words = [...named, ...andMore(mended.length - named.length)];
  return [`Mended since the last run: ${words.join(', ')}`];
}

/** One digest: what is new for one owner, the worst first and as many lines as anybody reads, and what is over. */
export function digestOf({
  news,
  mended,
}: Tidings): Pick<Payload, 'title' | 'description' | 'severity'> {
  const sorted = [...news].sort(
    (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity),
  );
  const lines = sorted
    .slice(0, MOST_LINES)
    .map(({ title, message }) => `${title}: ${message}`);
  return {
    title: titleOf({ news, mended }),
    description: [
      ...lines,
      ...andMore(news.length - lines.length),
      ...mendedLine(mended),
    ].join('\n'),
    severity: sorted.length > 0 ? noticeSeverity[sorted[0].severity] : 'low',
  };
}

/**
 * Where the owner can look: at the service, at the list of their own
 * services, or at the fleet when they are among the few who may see it.
 */
export function linkOf(
  { news, mended }: Tidings,
  owner: { readonly entityRef: string; readonly isPlatform: boolean },
): string {
  const refs = [...new Set([...news, ...mended].map(told => told.entityRef))];
  const { kind, namespace, name } = parseEntityRef(refs[0]);
  if (refs.length === 1) {
    const parts = [namespace, kind, name].map(encodeURIComponent);
    return `/catalog/${parts.join('/')}/secrets`;
  }
  if (owner.isPlatform) {
    return `/service-secrets?owner=${encodeURIComponent(owner.entityRef)}`;
  }
  const filters = new URLSearchParams({
    'filters[kind]': kind,
    'filters[user]': 'all',
    'filters[owners]': owner.entityRef,
  });
  return `/catalog?${filters}`;
}
