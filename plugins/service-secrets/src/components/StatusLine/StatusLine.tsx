import { Button, Card, CardBody, Text } from '@backstage/ui';
import { Status } from 'backstage-plugin-service-secrets-common';

import { healthWords } from '../../format/words';
import { CopyButton } from '../CopyButton/CopyButton';
import { Message } from '../Message/Message';
import { StateChip } from '../StateChip/StateChip';
import classes from './StatusLine.module.css';

/** The verdict in words, and what to do next. */
export function StatusLine(props: {
  readonly status: Status;
  /** The status as text, for the clipboard. */
  readonly text: () => string;
  readonly refreshing: boolean;
  readonly onRefresh: () => void;
  /** Leads to the finding that explains the verdict, when there is one. */
  readonly onShowFix?: () => void;
}) {
  const { status, text, refreshing, onRefresh, onShowFix } = props;
  const word = healthWords[status.health];
  return (
    <section aria-label="Status">
      <Card>
        <CardBody>
          <div
            className={[
              classes.line,
              classes[word.tone],
              status.detail ? '' : classes.single,
            ].join(' ')}
          >
            <StateChip state={word} />
            <div className={classes.words} role="status">
              <Text variant="body-large" weight="bold" as="p">
                <Message text={status.sentence} />
              </Text>
              {status.detail ? (
                <Text variant="body-medium" color="secondary" as="p">
                  <Message text={status.detail} />
                </Text>
              ) : null}
            </div>
            <div className={classes.actions}>
              <Button
                variant="secondary"
                isPending={refreshing}
                onPress={onRefresh}
              >
                Refresh
              </Button>
              <CopyButton label="Copy" text={text} />
              {onShowFix ? (
                <Button variant="primary" onPress={onShowFix}>
                  Show the fix
                </Button>
              ) : null}
            </div>
          </div>
        </CardBody>
      </Card>
    </section>
  );
}
