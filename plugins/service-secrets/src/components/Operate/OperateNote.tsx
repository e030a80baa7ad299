import { Text } from '@backstage/ui';

import { ActionFailed } from '../ActionFailed/ActionFailed';
import { Message } from '../Message/Message';
import classes from './Operate.module.css';
import { Press } from './usePresses';

/** Why there are no buttons here, or what became of those that were pressed. */
export function OperateNote(props: {
  readonly reason?: string;
  readonly presses: readonly Press[];
}) {
  const { reason, presses } = props;
  return (
    <div className={classes.note}>
      {reason ? (
        <Text variant="body-small" color="secondary" as="p">
          <Message text={reason} />
        </Text>
      ) : null}
      {/* Always there: a live region that comes with its words is not heard everywhere. */}
      <div role="status">
        {presses.map(({ id, what, result, error }) =>
          error ? null : (
            <Text key={id} variant="body-small" as="p">
              <Message text={result ?? `${what} …`} />
            </Text>
          ),
        )}
      </div>
      {presses.map(({ id, what, error }) => (
        <ActionFailed key={id} what={what} action={{ error }} />
      ))}
    </div>
  );
}
