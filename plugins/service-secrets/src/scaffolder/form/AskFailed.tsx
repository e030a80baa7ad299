import { Alert, Button } from '@backstage/ui';

import { Message } from '../../components/Message/Message';
import {
  FailureKind,
  failureKind,
  failureMessage,
} from '../../hooks/failureKind';

const advice: Readonly<Record<FailureKind, string>> = {
  denied:
    'The permission is called `service-secrets.credential.provision`, and the owner must be one of your groups; ask the platform team for it.',
  'not-found':
    'Either the backend plugin `backstage-plugin-service-secrets-backend` is not installed or is older than this one, or the catalog does not know the entity yet.',
  failed: '',
};

/** A question the backend refused or did not answer: what, why, and what to do. */
export function AskFailed(props: {
  readonly error: Error;
  readonly titles: {
    readonly denied: string;
    readonly failed: string;
  };
  readonly onRetry: () => void;
}) {
  const { error, titles, onRetry } = props;
  const kind = failureKind(error);
  const denied = kind === 'denied';
  return (
    <Alert
      role="alert"
      status={denied ? 'warning' : 'danger'}
      icon
      title={denied ? titles.denied : titles.failed}
      description={
        <Message text={`${failureMessage(error)} ${advice[kind]}`.trim()} />
      }
      customActions={
        <Button variant="secondary" onPress={onRetry}>
          Try again
        </Button>
      }
    />
  );
}
