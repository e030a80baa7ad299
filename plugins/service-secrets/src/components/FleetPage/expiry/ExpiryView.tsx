import { useApi } from '@backstage/core-plugin-api';
import {
  ExpiryCalendar,
  ExpiryEntry,
  FleetFilter,
} from 'backstage-plugin-service-secrets-common';
import { useMemo } from 'react';

import { fleetApiRef } from '../../../api/FleetApi';
import { filterKey } from '../../../api/fleetQuery';
import { dayText, targetKey } from '../../../format/fleetText';
import { counted } from '../../../format/words';
import { useAsked } from '../../../hooks/useAsked';
import { FleetParams } from '../../../hooks/fleet/useFleetParams';
import { DataTable } from '../../DataTable/DataTable';
import { Section } from '../../Section/Section';
import { Answered, AskedFace, NothingFace } from '../FleetFaces';
import { DayGrid } from './DayGrid';
import { expiryColumns } from './expiryColumns';

const DAYS = 90;

function entryKey({ kind, name, at, services }: ExpiryEntry): string {
  return [kind, name, at, ...services.map(targetKey)].join(' ');
}

/** The entries that stand on a day of the calendar; the first day also holds what ended before. */
export function entriesOfDay(
  { days, entries }: ExpiryCalendar,
  day: string,
): readonly ExpiryEntry[] {
  const first = days.at(0)?.day ?? '';
  return entries.filter(({ at }) => {
    const own = at.slice(0, 10);
    return (own < first ? first : own) === day;
  });
}

function ExpiryList(props: {
  readonly calendar: ExpiryCalendar;
  readonly day?: string;
}) {
  const { calendar, day } = props;
  const entries = useMemo(
    () => (day ? entriesOfDay(calendar, day) : calendar.entries),
    [calendar, day],
  );
  if (entries.length === 0) {
    return (
      <NothingFace
        text={
          day
            ? `Nothing known ends on ${dayText(day)}.`
            : `Nothing that is known ends in the next ${DAYS} days.`
        }
      />
    );
  }
  return (
    <DataTable
      label="What ends"
      columns={expiryColumns}
      rows={entries}
      rowKey={entryKey}
    />
  );
}

function extent({ entries, total }: ExpiryCalendar): string {
  const sum = `${counted(total, 'ending')}, soonest first`;
  return entries.length < total
    ? `${sum}; listed are ${entries.length.toLocaleString('en-US')}`
    : sum;
}

/** What ends in the next 90 days, by day, and who feels it. */
export function ExpiryView(props: {
  readonly params: FleetParams;
  readonly filter: FleetFilter;
  readonly version: string;
}) {
  const { params, filter, version } = props;
  const api = useApi(fleetApiRef);
  const { state, again } = useAsked({
    subject: 'expiry',
    choice: filterKey(filter),
    key: version,
    ask: signal => api.expiry({ filter, days: DAYS }, { signal }),
  });
  if (state.kind !== 'ready') {
    return <AskedFace state={state} what="The calendar" onRetry={again} />;
  }
  const { days } = state.value;
  // A link of another day may name one that is no longer in the calendar.
  const day = days.find(known => known.day === params.get('day'))?.day;
  return (
    <Section
      title={`Expiry, next ${DAYS} days`}
      aside={
        day
          ? `${dayText(day)} only; press the day again for all`
          : `certificates, CAs, cliffs, static rotations · ${extent(
              state.value,
            )}`
      }
    >
      <Answered state={state}>
        <DayGrid
          calendar={state.value}
          chosen={day}
          onChoose={next =>
            params.set({ day: next === day ? undefined : next })
          }
        />
        <ExpiryList calendar={state.value} day={day} />
      </Answered>
    </Section>
  );
}
