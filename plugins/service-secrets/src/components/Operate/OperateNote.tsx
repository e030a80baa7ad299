import { Text } from '@backstage/ui';

import { Action } from '../../hooks/useAction';
import { ActionFailed } from '../ActionFailed/ActionFailed';
import { Message } from '../Message/Message';
import classes from './Operate.module.css';

/** Why there are no buttons here, or what became of the one that was pressed. */
export function OperateNote(props: {
  readonly reason?: string;
  readonly result?: string;
  readonly failed: readonly {
    readonly what: string;
    readonly action: Pick<Action<never>, 'error'>;
  }[];
}) {
  const { reason, result, failed } = props;
  const anyFailed = failed.some(({ action }) => action.error);
  if (!reason && !result && !anyFailed) return null;
  return (
    <div className={classes.note}>
      {reason ? (
        <Text variant="body-small" color="secondary" as="p">
          <Message text={reason} />
        </Text>
      ) : null}
      <div role="status">
        {result ? (
          <Text variant="body-small" as="p">
            <Message text={result} />
          </Text>
        ) : null}
      </div>
      {failed.map(({ what, action }) => (
        <ActionFailed key={what} what={what} action={action} />
      ))}
    </div>
  );
}
