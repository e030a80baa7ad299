import { Alert } from '@backstage/ui';

import { failureMessage } from '../../hooks/failureKind';
import { Action } from '../../hooks/useAction';
import { Message } from '../Message/Message';

/** Says that something the reader started failed, and why. */
export function ActionFailed<A>(props: {
  readonly what: string;
  readonly action: Pick<Action<A>, 'error'>;
}) {
  const { what, action } = props;
  if (!action.error) return null;
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={<Message text={`${what} failed`} />}
      description={<Message text={failureMessage(action.error)} />}
    />
  );
}
