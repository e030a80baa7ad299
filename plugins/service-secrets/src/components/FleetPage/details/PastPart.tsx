import { Link, Text } from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import {
  ChangesSince,
  ExceptionList,
  FindingException,
  FleetRow,
} from 'backstage-plugin-service-secrets-common';

import { fleetApiRef } from '../../../api/FleetApi';
import { dayText, momentStamp, targetKey } from '../../../format/fleetText';
import { changeWords, codeWords, refName } from '../../../format/fleetWords';
import { FleetParams } from '../../../hooks/fleet/useFleetParams';
import { Message } from '../../Message/Message';
import { AskedPart } from './AskedPart';
import classes from './Details.module.css';

/** The newest; the view of the changes has the others. */
const SHOWN = 10;

const sinceWords: Readonly<Record<ChangesSince['basis'], string>> = {
  given: 'Since',
  'last-review': 'Since it was signed off on',
  default: 'Never signed off; since',
};

function Changes({ changes }: { readonly changes: ChangesSince }) {
  const { basis, since, items, total } = changes;
  const rest = total - Math.min(SHOWN, items.length);
  return (
    <>
      <Text variant="body-small" color="secondary" as="p">
        {sinceWords[basis]} {dayText(since)}:{' '}
        {total === 0 ? 'nothing changed.' : null}
      </Text>
      <ul className={classes.notes} aria-label="Changes since the sign-off">
        {items.slice(0, SHOWN).map(({ kind, at, message }) => (
          <li key={`${kind} ${at} ${message}`}>
            {momentStamp(at)} · {changeWords[kind].word}:{' '}
            <Message text={message} />
          </li>
        ))}
        {rest > 0 ? <li>and {rest.toLocaleString('en-US')} more</li> : null}
      </ul>
    </>
  );
}

function endText({ endedAt, endedBy, until }: FindingException): string {
  if (!endedAt) return `holds until ${dayText(until)}`;
  const who = endedBy ? ` by ${refName(endedBy)}` : '';
  return endedAt < until
    ? `ended${who} on ${dayText(endedAt)}, before its day, ${dayText(until)}`
    : `ended on ${dayText(until)}`;
}

function Exceptions({ list }: { readonly list: ExceptionList }) {
  if (list.items.length === 0) {
    return (
      <Text variant="body-small" color="secondary" as="p">
        No finding of it was ever accepted.
      </Text>
    );
  }
  return (
    <ul className={classes.notes} aria-label="Acceptances">
      {list.items.map(item => (
        <li key={item.id}>
          {codeWords(item.code)} · {endText(item)}. Accepted by{' '}
          {refName(item.by)} on {dayText(item.at)}:{' '}
          <Message text={item.reason} />
        </li>
      ))}
    </ul>
  );
}

/** What was with a row before: its history, its changes since the sign-off, and every acceptance. */
export function PastPart(props: {
  readonly row: FleetRow;
  readonly params: FleetParams;
  readonly version: string;
}) {
  const { row, params, version } = props;
  const { entityRef, environment, review } = row;
  const api = useApi(fleetApiRef);
  const target = { entityRef, environment };
  const key = `${version} ${review.at}`;
  const viewOf = (view: string) =>
    params.href({ view, of: targetKey(row), row: undefined });
  return (
    <section aria-label="Past" className={classes.part}>
      <Text as="h3" variant="body-medium" weight="bold">
        Past
      </Text>
      <div className={classes.actions}>
        <Link href={viewOf('history')}>Its history</Link>
        <Link href={viewOf('changes')}>Its changes</Link>
      </div>
      <AskedPart
        title="Changed since the sign-off"
        question={{
          subject: `changes ${targetKey(row)}`,
          key,
          ask: signal => api.changes({ target }, { signal }),
        }}
      >
        {changes => <Changes changes={changes} />}
      </AskedPart>
      <AskedPart
        title="Acceptances, also those that ended"
        question={{
          subject: `exceptions ${targetKey(row)}`,
          key,
          ask: signal => api.exceptions({ target, ended: true }, { signal }),
        }}
      >
        {list => <Exceptions list={list} />}
      </AskedPart>
    </section>
  );
}
