import { Button, Link, Text } from '@backstage/ui';
import { FleetRow } from 'backstage-plugin-service-secrets-common';
import { ReactNode, useEffect, useId, useRef } from 'react';
import { createPortal } from 'react-dom';

import { endText, leaseText, momentStamp } from '../../../format/fleetText';
import {
  adoptionWords,
  deliveryWords,
  expiryWords,
  refName,
} from '../../../format/fleetWords';
import { ago } from '../../../format/time';
import { visibleText } from '../../../format/visibleText';
import { healthWords } from '../../../format/words';
import { FleetParams } from '../../../hooks/fleet/useFleetParams';
import { useServiceLink } from '../../../hooks/fleet/useServiceLink';
import { ClockText } from '../../ClockText/ClockText';
import { Message } from '../../Message/Message';
import { StateChip } from '../../StateChip/StateChip';
import { ReadOnly } from '../ReadOnly';
import classes from './Details.module.css';
import { FindingEntries } from './FindingEntries';
import { MutePart } from './MutePart';
import { PastPart } from './PastPart';
import { ReviewPart } from './ReviewPart';

function Fact(props: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

const orDash = (text?: string) => (text ? visibleText(text) : '–');
const orUnread = (count?: number) =>
  count === undefined ? '?' : count.toLocaleString('en-US');

function Facts({ row }: { readonly row: FleetRow }) {
  const { nextExpiry, collectedAt } = row;
  const delivery = row.deliveryMethods.map(method => deliveryWords[method]);
  return (
    <dl className={classes.facts}>
      <Fact name="Owner">{row.owner ? refName(row.owner) : 'unowned'}</Fact>
      <Fact name="System">{row.system ? refName(row.system) : '–'}</Fact>
      <Fact name="Lifecycle">{orDash(row.lifecycle)}</Fact>
      <Fact name="Environment">{orDash(row.environment)}</Fact>
      <Fact name="Vault instance">{orDash(row.instance)}</Fact>
      <Fact name="Cluster">{orDash(row.cluster)}</Fact>
      <Fact name="Namespace">{orDash(row.namespace)}</Fact>
      <Fact name="Delivery">{delivery.join(', ') || '–'}</Fact>
      <Fact name="Adoption">{adoptionWords[row.adoption]}</Fact>
      <Fact name="Database roles">{orUnread(row.databaseRoles)}</Fact>
      <Fact name="Leases">{leaseText(row)}</Fact>
      <Fact name="Certificates">{orUnread(row.certificates)}</Fact>
      <Fact name="Next expiry">
        {nextExpiry ? (
          <>
            {expiryWords[nextExpiry.what]} {visibleText(nextExpiry.name)},{' '}
            <ClockText
              text={now => endText(nextExpiry.what, nextExpiry.at, now)}
            />
          </>
        ) : (
          '–'
        )}
      </Fact>
      <Fact name="Collected">
        {collectedAt ? (
          <span title={momentStamp(collectedAt)}>
            <ClockText text={now => ago(collectedAt, now)} />
          </span>
        ) : (
          'never'
        )}
      </Fact>
    </dl>
  );
}

function Sources({ sources }: Pick<FleetRow, 'sources'>) {
  if (sources.length === 0) return null;
  return (
    <ul className={classes.notes} aria-label="What could not be read">
      {sources.map(({ source, state, reason, fetchedAt }) => (
        <li key={`${source} ${reason}`}>
          <span aria-hidden="true">{state === 'stale' ? '◐ ' : '? '}</span>
          {source ? `${source}: ` : ''}
          <Message text={reason} />
          {fetchedAt ? (
            <>
              {' '}
              Read <ClockText text={now => ago(fetchedAt, now)} />.
            </>
          ) : (
            ' Never read.'
          )}
        </li>
      ))}
    </ul>
  );
}

/** Takes the focus when it opens, and gives it back when it closes unless the reader has put it elsewhere. */
function useBorrowedFocus() {
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    element.current?.focus({ preventScroll: true });
    return () => {
      // What has the focus when it is taken out of the page leaves it to the body.
      const isFree = document.activeElement === document.body;
      if (isFree && before instanceof HTMLElement) {
        before.focus({ preventScroll: true });
      }
    };
  }, []);
  return element;
}

/** Escape closes it from wherever the focus is, but first what lies above it. */
function useEscape(onClose: () => void) {
  const latest = useRef(onClose);
  latest.current = onClose;
  useEffect(() => {
    // A dialog or a field that takes the key for itself does not let it come so far.
    const follow = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) latest.current();
    };
    document.addEventListener('keydown', follow);
    return () => document.removeEventListener('keydown', follow);
  }, []);
}

/** All that is known of one row: facts, findings with what can be done, and its review. */
export function DetailsDrawer(props: {
  readonly row: FleetRow;
  readonly params: FleetParams;
  readonly version: string;
  readonly onChanged: () => void;
  readonly onClose: () => void;
}) {
  const { row, params, version, onChanged, onClose } = props;
  const headingId = useId();
  const element = useBorrowedFocus();
  const page = useServiceLink()(row.entityRef);
  useEscape(onClose);
  // Out of the page's containers, which some browsers position fixed elements in.
  return createPortal(
    <aside
      ref={element}
      className={classes.drawer}
      tabIndex={-1}
      aria-labelledby={headingId}
    >
      <div className={classes.head}>
        <StateChip state={healthWords[row.health]} />
        <Text as="h2" id={headingId} variant="body-large" weight="bold">
          {visibleText(`${row.title} ${row.environment}`)}
        </Text>
        <Button variant="secondary" size="small" onPress={onClose}>
          Close
        </Button>
      </div>
      <Text variant="body-medium" as="p">
        <Message text={row.sentence} />
      </Text>
      <Sources sources={row.sources} />
      {page ? (
        <Link href={`${page}/secrets`}>Show the service's secrets</Link>
      ) : null}
      <ReadOnly />
      <FindingEntries row={row} onChanged={onChanged} />
      <ReviewPart row={row} onChanged={onChanged} />
      <MutePart row={row} onChanged={onChanged} />
      <PastPart row={row} params={params} version={version} />
      <Facts row={row} />
    </aside>,
    document.body,
  );
}
