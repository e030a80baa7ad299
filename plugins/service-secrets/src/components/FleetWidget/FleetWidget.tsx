import { Link, Skeleton, Text } from '@backstage/ui';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import {
  FleetRow,
  FleetSummary,
} from 'backstage-plugin-service-secrets-common';

import { fleetApiRef } from '../../api/FleetApi';
import { targetKey } from '../../format/fleetText';
import { refName } from '../../format/fleetWords';
import { visibleText } from '../../format/visibleText';
import { healthWords } from '../../format/words';
import { failureMessage } from '../../hooks/failureKind';
import { useAsked } from '../../hooks/useAsked';
import { usePolling } from '../../hooks/usePolling';
import { fleetRouteRef } from '../../routes';
import { StaleFace } from '../FleetPage/FleetFaces';
import { Message } from '../Message/Message';
import { StateChip } from '../StateChip/StateChip';
import classes from './FleetWidget.module.css';

const POLL_MS = 60_000;
const WORST = 5;

interface Glance {
  readonly summary: FleetSummary;
  readonly worst: readonly FleetRow[];
}

/** Where the fleet page is; undefined in an app without it. */
function useFleetLink(): string | undefined {
  try {
    // It throws when the route is not mounted, after it has called its own hooks, so their order never changes.
    return useRouteRef(fleetRouteRef)();
  } catch {
    return undefined;
  }
}

function Numbers({ byHealth, services }: FleetSummary) {
  const numbers = [
    ['broken', byHealth.broken],
    ['degraded', byHealth.degraded],
    ['unknown', byHealth.unknown],
    ['services', services],
  ] as const;
  return (
    <dl className={classes.numbers}>
      {numbers.map(([title, value]) => (
        <div key={title} className={classes.number}>
          <dt>{title}</dt>
          <dd>{value.toLocaleString('en-US')}</dd>
        </div>
      ))}
    </dl>
  );
}

function Worst(props: {
  readonly rows: readonly FleetRow[];
  readonly page?: string;
}) {
  const { rows, page } = props;
  if (rows.length === 0) {
    return (
      <Text variant="body-medium" color="secondary" as="p">
        Nothing is broken, degraded or unknown.
      </Text>
    );
  }
  return (
    <ul className={classes.worst}>
      {rows.map(row => {
        const query = new URLSearchParams({ row: targetKey(row) });
        const name = `${visibleText(row.title)} ${row.environment}`;
        return (
          <li key={targetKey(row)}>
            <StateChip state={healthWords[row.health]} />
            <span>
              {page ? (
                <Link href={`${page}?${query.toString()}`}>{name}</Link>
              ) : (
                name
              )}{' '}
              ({row.owner ? refName(row.owner) : 'unowned'}):{' '}
              <Message text={row.sentence} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** The fleet at a glance, for the home page. */
export function FleetWidget() {
  const api = useApi(fleetApiRef);
  const page = useFleetLink();
  const { state, again } = useAsked<Glance>({
    subject: 'glance',
    key: '',
    ask: async signal => {
      const [summary, { items }] = await Promise.all([
        api.summary({}, { signal }),
        api.rows({ filter: {}, limit: WORST }, { signal }),
      ]);
      const worst = items.filter(({ health }) => health !== 'healthy');
      return { summary, worst };
    },
  });
  usePolling(again, POLL_MS);
  if (state.kind === 'loading') {
    return (
      <div role="status" aria-label="Loading">
        <Skeleton width="100%" height={120} />
      </div>
    );
  }
  if (state.kind !== 'ready') {
    return (
      <Text variant="body-medium" color="secondary" as="p">
        {state.kind === 'denied' ? (
          'You may not see the whole fleet. Your own services are in the catalog.'
        ) : (
          <>
            Not known: <Message text={failureMessage(state.error)} />
          </>
        )}
      </Text>
    );
  }
  return (
    <>
      <StaleFace stale={state.stale} />
      <Numbers {...state.value.summary} />
      <Worst rows={state.value.worst} page={page} />
      {page ? <Link href={page}>Show the fleet</Link> : null}
    </>
  );
}
