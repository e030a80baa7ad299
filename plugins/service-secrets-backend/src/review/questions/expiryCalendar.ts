import {
  ExpiryCalendar,
  ExpiryEntry,
  ExpiryKind,
} from 'backstage-plugin-service-secrets-common';

import { dayOf, ExpiryFact, Moment, RowRecord } from '../records';
import { NamedService, namedService } from './FleetImage';

const DAY = 86_400_000;
const MOST = 2000;

interface Ending {
  readonly fact: ExpiryFact;
  readonly services: NamedService[];
}

/** One CA is felt by many; a certificate or a static role belongs to its service. */
function keyOf({ kind, name, at }: ExpiryFact, row: RowRecord): string {
  const where = kind === 'ca' || kind === 'cliff' ? row.instance ?? '' : row.id;
  return `${kind} ${where} ${name} ${at}`;
}

function endingsOf(rows: readonly RowRecord[], until: Moment): Ending[] {
  const endings = new Map<string, Ending>();
  for (const row of rows) {
    for (const fact of row.facts.expiries ?? []) {
      if (fact.at > until) continue;
      const key = keyOf(fact, row);
      const known = endings.get(key) ?? { fact, services: [] };
      known.services.push(namedService(row));
      endings.set(key, known);
    }
  }
  return [...endings.values()].sort((a, b) => a.fact.at - b.fact.at);
}

function toEntry({ fact, services }: Ending): ExpiryEntry {
  return {
    kind: fact.kind,
    name: fact.name,
    at: new Date(fact.at).toISOString(),
    renewsAt:
      fact.renewsAt === undefined
        ? undefined
        : new Date(fact.renewsAt).toISOString(),
    urgency: fact.attention ? 'attention' : 'automatic',
    services,
  };
}

function countsOf(endings: readonly Ending[]): Record<ExpiryKind, number> {
  const counts = { certificate: 0, ca: 0, cliff: 0, rotation: 0 };
  for (const { fact } of endings) counts[fact.kind] += 1;
  return counts;
}

/** By the number of days after midnight: telling the date of each of thousands would take the longest. */
function groupByDay(
  endings: readonly Ending[],
  { now, midnight }: { now: Moment; midnight: Moment },
): Map<number, Ending[]> {
  const byDay = new Map<number, Ending[]>();
  for (const ending of endings) {
    const after = Math.max(ending.fact.at, now) - midnight;
    const day = Math.floor(after / DAY);
    const known = byDay.get(day);
    if (known) known.push(ending);
    else byDay.set(day, [ending]);
  }
  return byDay;
}

/** What ends in the days to come; what ended already stands on the first. */
export function expiryCalendar(
  rows: readonly RowRecord[],
  days: number,
  now: Moment,
): ExpiryCalendar {
  const midnight = Date.parse(`${dayOf(now)}T00:00:00.000Z`);
  const endings = endingsOf(rows, midnight + days * DAY - 1);
  const byDay = groupByDay(endings, { now, midnight });
  return {
    servedAt: new Date(now).toISOString(),
    days: Array.from({ length: days }, (_unused, index) => {
      const day = dayOf(midnight + index * DAY);
      const ending = byDay.get(index) ?? [];
      return {
        day,
        counts: countsOf(ending),
        attention: ending.filter(({ fact }) => fact.attention).length,
      };
    }),
    entries: endings.slice(0, MOST).map(toEntry),
    total: endings.length,
  };
}
