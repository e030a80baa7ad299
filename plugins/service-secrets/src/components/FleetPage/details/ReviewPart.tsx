import { Button, Text, TextField } from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import { FleetRow, ReviewEntry } from 'backstage-plugin-service-secrets-common';
import { useState } from 'react';

import { fleetApiRef } from '../../../api/FleetApi';
import { dayText, reviewDetail, targetKey } from '../../../format/fleetText';
import { refName, reviewWords } from '../../../format/fleetWords';
import { failureMessage } from '../../../hooks/failureKind';
import { useAction } from '../../../hooks/useAction';
import { useAsked } from '../../../hooks/useAsked';
import { useReviewRight } from '../../../hooks/fleet/useReviewRight';
import { ActionFailed } from '../../ActionFailed/ActionFailed';
import { Message } from '../../Message/Message';
import { StateChip } from '../../StateChip/StateChip';
import classes from './Details.module.css';

function Withdrawal(props: {
  readonly row: FleetRow;
  readonly onChanged: () => void;
}) {
  const { entityRef, environment } = props.row;
  const api = useApi(fleetApiRef);
  const [note, setNote] = useState('');
  const withdraw = useAction<void, void>(async () => {
    const targets = [{ entityRef, environment }];
    const answer = await api.withdraw({ targets, note: note.trim() });
    const refused = answer.refused.at(0);
    if (refused) throw new Error(refused.reason);
  }, props.onChanged);
  return (
    <details className={classes.withdraw}>
      <summary>Withdraw the sign-off</summary>
      <TextField
        label="Why"
        size="small"
        value={note}
        onChange={setNote}
        maxLength={2000}
      />
      <Button
        size="small"
        variant="secondary"
        isPending={withdraw.pending}
        onPress={() => withdraw.run()}
      >
        Withdraw
      </Button>
      <ActionFailed what="Withdrawing" action={withdraw} />
    </details>
  );
}

function LogEntry({ entry }: { readonly entry: ReviewEntry }) {
  const { action, by, at, until, note } = entry;
  return (
    <li>
      {dayText(at)}: {action === 'signed' ? 'signed off' : 'withdrawn'} by{' '}
      {refName(by)}
      {until ? `, until ${dayText(until)}` : null}
      {note ? (
        <>
          {' · '}
          <Message text={note} />
        </>
      ) : null}
    </li>
  );
}

function Log({ row }: { readonly row: FleetRow }) {
  const { entityRef, environment, review } = row;
  const api = useApi(fleetApiRef);
  const { state } = useAsked({
    subject: targetKey(row),
    key: `${review.state} ${review.at}`,
    ask: signal => api.reviewLog({ entityRef, environment }, { signal }),
  });
  if (state.kind === 'loading') return null;
  if (state.kind !== 'ready') {
    return (
      <Text variant="body-small" color="secondary" as="p">
        ? The earlier reviews could not be read:{' '}
        <Message text={failureMessage(state.error)} />
      </Text>
    );
  }
  if (state.value.items.length === 0) return null;
  return (
    <ul className={classes.notes} aria-label="Earlier reviews">
      {state.value.items.map(entry => (
        <LogEntry key={entry.id} entry={entry} />
      ))}
    </ul>
  );
}

/** The review of a row: who signed it, what drifted since, and its log. */
export function ReviewPart(props: {
  readonly row: FleetRow;
  readonly onChanged: () => void;
}) {
  const { row, onChanged } = props;
  const { allowed } = useReviewRight();
  const { review } = row;
  const detail = reviewDetail(review);
  return (
    <section aria-label="Review" className={classes.part}>
      <div className={classes.findingHead}>
        <Text as="h3" variant="body-medium" weight="bold">
          Review
        </Text>
        <StateChip state={reviewWords[review.state]} />
        <Text variant="body-small" color="secondary" as="span">
          {[
            detail,
            review.by && review.state !== 'none'
              ? `signed off by ${refName(review.by)}`
              : undefined,
          ]
            .filter(Boolean)
            .join(', ')}
        </Text>
      </div>
      {review.drift && review.drift.length > 0 ? (
        <>
          <Text variant="body-medium" as="p">
            Changed since it was signed off:
          </Text>
          <ul className={classes.drift}>
            {review.drift.map(change => (
              <li key={change}>
                <Message text={change} />
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <Log row={row} />
      {allowed && review.state !== 'none' ? (
        <Withdrawal row={row} onChanged={onChanged} />
      ) : null}
    </section>
  );
}
