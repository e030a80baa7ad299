import { Button, Card, CardBody, Text } from '@backstage/ui';
import {
  CollectionStatus,
  FleetSummary,
} from 'backstage-plugin-service-secrets-common';

import { collectionText, fleetSentence } from '../../format/fleetText';
import { failureMessage } from '../../hooks/failureKind';
import { Collection } from '../../hooks/fleet/useCollection';
import { useReviewRight } from '../../hooks/fleet/useReviewRight';
import { ActionFailed } from '../ActionFailed/ActionFailed';
import { ClockText } from '../ClockText/ClockText';
import { Message } from '../Message/Message';
import classes from './FleetPage.module.css';
import { ReadOnly } from './ReadOnly';

function Progress({ running }: Pick<CollectionStatus, 'running'>) {
  if (!running) return null;
  const { services, collected, skipped, failed } = running;
  return (
    <progress
      className={classes.progress}
      aria-label="Progress of the collection"
      max={Math.max(1, services)}
      value={collected + skipped + failed}
    />
  );
}

function HowOld(props: {
  readonly state: Collection['state'];
  readonly staleRows: number;
}) {
  const { state, staleRows } = props;
  if (state.kind !== 'ready') return <>When it was collected is not known</>;
  const { value, stale } = state;
  return (
    <>
      <ClockText text={now => collectionText(value, now)} />
      {staleRows > 0
        ? ` · ◐ ${staleRows.toLocaleString('en-US')} shown from an earlier run`
        : null}
      {stale ? (
        <>
          {' · ◐ no newer answer: '}
          <Message text={failureMessage(stale)} />
        </>
      ) : null}
    </>
  );
}

/** How the fleet fares in a sentence, how old that is, and the button for a fresh collection. */
export function FleetHead(props: {
  readonly summary: FleetSummary;
  readonly collection: Collection;
}) {
  const { summary, collection } = props;
  const { allowed } = useReviewRight();
  const { state, start } = collection;
  const status = state.kind === 'ready' ? state.value : undefined;
  const busy = status?.running !== undefined || status?.requested === true;
  const bad = summary.byHealth.broken > 0;
  return (
    <section aria-label="State of the fleet">
      <Card>
        <CardBody>
          <div className={`${classes.head} ${bad ? classes.headBad : ''}`}>
            <div className={classes.headWords}>
              <Text variant="body-large" weight="bold" as="p">
                {/* Told when it changes; what counts seconds beside it is not. */}
                <span role="status">{fleetSentence(summary)}</span>
              </Text>
              <Text variant="body-medium" color="secondary" as="p">
                <HowOld state={state} staleRows={summary.staleRows} />
              </Text>
              <Progress running={status?.running} />
            </div>
            {allowed ? (
              <Button
                variant="secondary"
                isDisabled={busy}
                isPending={start.pending}
                onPress={() => start.run()}
              >
                {busy ? 'Collecting' : 'Collect now'}
              </Button>
            ) : (
              <ReadOnly />
            )}
          </div>
          <ActionFailed what="Asking for a collection" action={start} />
        </CardBody>
      </Card>
    </section>
  );
}
