import { Card, CardBody, Link, Text } from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import { ExpiryCalendar } from 'backstage-plugin-service-secrets-common';

import { fleetApiRef } from '../../../api/FleetApi';
import { filterKey } from '../../../api/fleetQuery';
import { counted } from '../../../format/words';
import { failureMessage } from '../../../hooks/failureKind';
import { Asked, useAsked } from '../../../hooks/useAsked';
import { FleetParams } from '../../../hooks/fleet/useFleetParams';
import { Message } from '../../Message/Message';
import { Answered } from '../FleetFaces';
import { dayLabel, toneOf } from './dayWords';
import classes from './ExpiryStrip.module.css';

const DAYS = 90;

function extent({ days, total }: ExpiryCalendar): string {
  const attention = days.reduce((sum, day) => sum + day.attention, 0);
  const looked = attention > 0 ? `, ✕ ${attention} need attention` : '';
  return `${counted(
    total,
    'ending',
  )} of certificates, CAs, cliffs, static rotations${looked}`;
}

function Days(props: {
  readonly calendar: ExpiryCalendar;
  readonly params: FleetParams;
}) {
  const { calendar, params } = props;
  return (
    <div className={classes.days} role="group" aria-label="Days">
      {calendar.days.map(day => (
        <button
          key={day.day}
          type="button"
          // The calendar has the same days for the keyboard; here they would be ninety stops before the table.
          tabIndex={-1}
          className={`${classes.day} ${classes[toneOf(day)] ?? ''}`}
          title={dayLabel(day)}
          aria-label={dayLabel(day)}
          onClick={() => params.go({ view: 'expiry', day: day.day })}
        />
      ))}
    </div>
  );
}

type Calendar = Asked<ExpiryCalendar>;

function Frame(props: {
  readonly params: FleetParams;
  readonly state: Calendar;
}) {
  const { params, state } = props;
  return (
    <section aria-label={`Expiry, next ${DAYS} days`}>
      <Card>
        <CardBody>
          <div className={classes.head}>
            <Text as="h2" variant="body-medium" weight="bold">
              Expiry, next {DAYS} days
            </Text>
            <Text variant="body-small" color="secondary" as="span">
              {state.kind === 'ready' ? extent(state.value) : null}
              {'error' in state ? (
                <>
                  ? not known: <Message text={failureMessage(state.error)} />
                </>
              ) : null}
            </Text>
            <span className={classes.calendar}>
              <Link href={params.href({ view: 'expiry', row: undefined })}>
                Open the calendar
              </Link>
            </span>
          </div>
          {state.kind === 'ready' ? (
            <Answered state={state}>
              <Days calendar={state.value} params={params} />
            </Answered>
          ) : (
            <div className={classes.empty} />
          )}
        </CardBody>
      </Card>
    </section>
  );
}

function AskedStrip(props: {
  readonly params: FleetParams;
  readonly version: string;
}) {
  const { params, version } = props;
  const { filter } = params;
  const api = useApi(fleetApiRef);
  const { state } = useAsked({
    subject: 'expiry strip',
    choice: filterKey(filter),
    key: version,
    ask: signal => api.expiry({ filter, days: DAYS }, { signal }),
  });
  return <Frame params={params} state={state} />;
}

/** The next 90 days at a glance, a way into the calendar. It keeps its place and asks when the rows are there. */
export function ExpiryStrip(props: {
  readonly params: FleetParams;
  readonly version: string;
  readonly rowsAreThere: boolean;
}) {
  const { rowsAreThere, ...rest } = props;
  if (rowsAreThere) return <AskedStrip {...rest} />;
  return <Frame params={rest.params} state={{ kind: 'loading' }} />;
}
