import {
  CollectionStatus,
  ExpiryKind,
  FleetFilter,
  FleetRow,
  FleetSummary,
  FleetTarget,
  Review,
} from 'backstage-plugin-service-secrets-common';

import { ListField } from '../hooks/fleet/useFleetParams';
import { roughDuration } from './duration';
import { fieldWords, refName, reviewWords, valueWords } from './fleetWords';
import { ago, secondsUntil, timeLeft, timeUntil } from './time';
import { visibleText } from './visibleText';
import { counted } from './words';

/** Made once: that takes longer than a thousand dates. */
const dayFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** A day as people write it, in UTC as the backend counts days: `24 Dec 2026`. */
export function dayText(iso: string): string {
  return dayFormat.format(Date.parse(iso));
}

/** A moment to put on paper: `24 Dec 2026, 09:12 UTC`. */
export function momentStamp(iso: string): string {
  return `${dayText(iso)}, ${new Date(iso).toISOString().slice(11, 16)} UTC`;
}

/** How the fleet fares, in a sentence. */
export function fleetSentence({ services, byHealth }: FleetSummary): string {
  if (services === 0) return 'No services';
  const { broken, degraded, unknown } = byHealth;
  const rest = [
    broken > 0 ? `${broken.toLocaleString('en-US')} broken` : undefined,
    degraded > 0 ? `${degraded.toLocaleString('en-US')} degraded` : undefined,
    unknown > 0 ? `${unknown.toLocaleString('en-US')} unknown` : undefined,
  ].filter(part => part !== undefined);
  const told = rest.length === 0 ? 'all healthy' : rest.join(', ');
  return `${counted(services, 'service')}, ${told}`;
}

function lastRun({ last }: CollectionStatus, now: number): string {
  if (!last) return 'Never collected yet';
  const at = ago(last.endedAt ?? last.startedAt, now);
  if (last.state === 'failed') {
    return `The collection failed ${at}${
      last.reason ? `: ${last.reason}` : ''
    }`;
  }
  const failed =
    last.failed > 0 ? `, ${counted(last.failed, 'service')} not read` : '';
  const word = last.state === 'abandoned' ? 'Given up' : 'Collected';
  return `${word} ${at}${failed}`;
}

/** When the data was collected, or how far the collection is. */
export function collectionText(status: CollectionStatus, now: number): string {
  const { running, requested, periodSeconds } = status;
  if (running) {
    const looked = running.collected + running.skipped + running.failed;
    return `Collecting: ${looked.toLocaleString('en-US')} of ${counted(
      running.services,
      'service',
    )}, started ${ago(running.startedAt, now)}`;
  }
  if (requested) return 'A collection was asked for and starts soon';
  return `${lastRun(status, now)} · every ${roughDuration(periodSeconds)}`;
}

/** What is left of something by what it is: once its time is past a certificate has expired, a rotation is overdue, and a cliff was passed. */
export function endText(kind: ExpiryKind, at: string, now: number): string {
  if (kind === 'rotation') return timeUntil(at, now);
  if (kind === 'cliff' && secondsUntil(at, now) < 0) {
    return `passed ${ago(at, now)}`;
  }
  return timeLeft(at, now);
}

/** The state of a review beside its chip. */
export function reviewDetail({ state, until }: Review): string | undefined {
  if (!until || state === 'none') return undefined;
  if (state === 'expired') return `since ${dayText(until)}`;
  return `until ${dayText(until)}`;
}

/** A review on paper: what became of it, and what its reviewer did: `Reopened. Signed off by ada on 31 Jan 2026 until 1 May 2026: Looked at grants`. */
export function reviewSentence(review: Review): string {
  const { state, by, at, until, note } = review;
  if (state === 'none') return 'not reviewed';
  const told = [
    'Signed off',
    by ? `by ${refName(by)}` : '',
    at ? `on ${dayText(at)}` : '',
    until ? `until ${dayText(until)}` : '',
  ].filter(part => part !== '');
  const signed = note
    ? `${told.join(' ')}: ${visibleText(note)}`
    : told.join(' ');
  // Nobody reopened it and nobody let it expire: its wiring or its day did.
  return state === 'signed' ? signed : `${reviewWords[state].word}. ${signed}`;
}

/** What a filter asks for, one line per field. */
export function filterLines(filter: FleetFilter): readonly string[] {
  const lines = Object.entries(filter)
    .filter(([name]) => name !== 'text')
    .map(([name, values]) => {
      const field = name as ListField; // the schema's other names
      const told = [values].flat().map(value => valueWords(field, value));
      return `${fieldWords[field]}: ${told.join(' or ')}`;
    });
  return filter.text ? [...lines, `Containing “${filter.text}”`] : lines;
}

/** The row a string names; undefined when it names none. */
export function targetOfKey(key: string | undefined): FleetTarget | undefined {
  const [entityRef, ...environment] = key?.split(' ') ?? [];
  if (!entityRef) return undefined;
  return { entityRef, environment: environment.join(' ') };
}

/** A row in words: `grade-api production`. */
export function targetText({ entityRef, environment }: FleetTarget): string {
  return visibleText(`${refName(entityRef)} ${environment}`.trim());
}

/** One string for a row; no entity ref has a space in it. */
export function targetKey({ entityRef, environment }: FleetTarget): string {
  return `${entityRef} ${environment}`;
}

/** How many leases there are, of how many needed: `14 of 12`, `?` when nobody knows. */
export function leaseText({ leases, leaseBudget }: FleetRow): string {
  if (leases === undefined) return '?';
  return leaseBudget === undefined
    ? leases.toLocaleString('en-US')
    : `${leases.toLocaleString('en-US')} of ${leaseBudget}`;
}
