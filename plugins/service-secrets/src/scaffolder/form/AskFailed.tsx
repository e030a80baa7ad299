import { Alert, Button } from '@backstage/ui';

import { Message } from '../../components/Message/Message';
import {
  FailureKind,
  failureKind,
  failureMessage,
} from '../../hooks/failureKind';

const advice: Readonly<Record<FailureKind, string>> = {
  denied:
    'The platform team decides what your groups may ask for: it gives the permission `service-secrets.credential.provision` and sets the offers.',
  'not-found':
    'Either the backend plugin `backstage-plugin-service-secrets-backend` is not installed or is older than this one, or the catalog does not know the entity yet.',
  failed: '',
};

/** What the backend said, as a sentence that another can follow. */
function sentenceOf(error: Error): string {
  const message = failureMessage(error);
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

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
        <Message text={`${sentenceOf(error)} ${advice[kind]}`.trim()} />
      }
      customActions={
        <Button variant="secondary" onPress={onRetry}>
          Try again
        </Button>
      }
    />
  );
}
