import { Text } from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';

import { fleetApiRef } from '../../../api/FleetApi';
import { targetOfKey, targetText } from '../../../format/fleetText';
import { counted } from '../../../format/words';
import { useAsked } from '../../../hooks/useAsked';
import { FleetParams } from '../../../hooks/fleet/useFleetParams';
import { DataTable } from '../../DataTable/DataTable';
import { Section } from '../../Section/Section';
import { Answered, AskedFace, NothingFace } from '../FleetFaces';
import { WayBack } from '../WayBack';
import classes from './History.module.css';
import { HistoryChart, isKnown, Line } from './HistoryChart';
import { historyColumns } from './historyColumns';

const spans = [30, 90, 365] as const;

const charts: readonly { title: string; lines: readonly Line[] }[] = [
  {
    title: 'Findings',
    lines: [
      { key: 'findingsOpen', label: 'open', look: 'first' },
      { key: 'findingsOpened', label: 'opened', look: 'second' },
      { key: 'findingsClosed', label: 'closed', look: 'third' },
    ],
  },
  {
    title: 'Leases',
    lines: [{ key: 'leases', label: 'leases', look: 'first' }],
  },
  {
    title: 'Certificates',
    lines: [{ key: 'certificates', label: 'certificates', look: 'first' }],
  },
];

function SpanSelect(props: {
  readonly days: number;
  readonly onChoose: (days: string) => void;
}) {
  return (
    <label className={classes.span}>
      Last
      <select
        value={props.days}
        onChange={({ target }) => props.onChoose(target.value)}
      >
        {spans.map(days => (
          <option key={days} value={days}>
            {days} days
          </option>
        ))}
      </select>
    </label>
  );
}

/** Findings opened and closed, leases and certificates by day: as lines, and the same as a table. */
export function HistoryView(props: {
  readonly params: FleetParams;
  readonly version: string;
}) {
  const { params, version } = props;
  const api = useApi(fleetApiRef);
  const days = spans.find(span => String(span) === params.get('days')) ?? 90;
  const of = params.get('of');
  const target = targetOfKey(of);
  const { state, again } = useAsked({
    subject: `${of}`,
    choice: String(days),
    key: version,
    ask: signal => api.history({ target, days }, { signal }),
  });
  if (state.kind !== 'ready') {
    return <AskedFace state={state} what="The history" onRetry={again} />;
  }
  const known = state.value.points.filter(isKnown);
  return (
    <Section
      title={
        target ? `History of ${targetText(target)}` : 'History of the fleet'
      }
      aside={`${counted(known.length, 'day')} with data`}
      tools={
        <>
          <WayBack params={params} ofAll="History of the fleet" />
          <SpanSelect
            days={days}
            onChoose={next => params.set({ days: next })}
          />
        </>
      }
    >
      <Answered state={state}>
        {known.length === 0 ? (
          <NothingFace text="Nothing was collected in these days. The first line comes with the first collection." />
        ) : (
          <>
            <div className={classes.charts}>
              {charts.map(({ title, lines }) => (
                <HistoryChart
                  key={title}
                  title={title}
                  lines={lines}
                  points={state.value.points}
                />
              ))}
            </div>
            <details className={classes.table}>
              <summary>The same as a table</summary>
              <DataTable
                label="History"
                columns={historyColumns}
                rows={[...known].reverse()}
                rowKey={({ day }) => day}
              />
            </details>
            <Text variant="body-small" color="secondary" as="p">
              Days are of UTC. A gap in a line is a day nothing was collected
              on.
            </Text>
          </>
        )}
      </Answered>
    </Section>
  );
}
