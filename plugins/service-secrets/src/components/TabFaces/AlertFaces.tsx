import { Alert, Button } from '@backstage/ui';
import { BindingProblem } from 'backstage-plugin-service-secrets-common';

import { sentence } from '../../format/sentence';
import { failureMessage } from '../../hooks/failureKind';
import { Message } from '../Message/Message';
import classes from './TabFaces.module.css';

interface FailureFaceProps {
  readonly error: Error;
  readonly onRetry: () => void;
}

function RetryButton({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <Button variant="secondary" onPress={onRetry}>
      Try again
    </Button>
  );
}

/** The user may not see this service's report. */
export function DeniedFace({ error, onRetry }: FailureFaceProps) {
  return (
    <Alert
      role="alert"
      status="warning"
      icon
      title="You may not see the secrets of this service"
      description={
        <>
          <Message text={sentence(failureMessage(error))} /> The permission is
          called <Message text="`service-secrets.report.read`" />; ask the
          owners of the service or the platform team for it.
        </>
      }
      customActions={<RetryButton onRetry={onRetry} />}
    />
  );
}

/** The backend does not know the entity, or this instance has no backend plugin. */
export function NotFoundFace({ error, onRetry }: FailureFaceProps) {
  return (
    <Alert
      role="alert"
      status="info"
      icon
      title="The backend knows nothing of this service"
      description={
        <>
          <Message text={sentence(failureMessage(error))} /> Either the catalog
          has not caught up with a change yet, or the backend plugin{' '}
          <Message text="`backstage-plugin-service-secrets-backend`" /> is not
          installed.
        </>
      }
      customActions={<RetryButton onRetry={onRetry} />}
    />
  );
}

/** The backend did not answer, and there is nothing older to show. */
export function FailedFace({ error, onRetry }: FailureFaceProps) {
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title="The report could not be loaded"
      description={
        <>
          <Message text={sentence(failureMessage(error))} /> Nothing is known of
          this service until it can be.
        </>
      }
      customActions={<RetryButton onRetry={onRetry} />}
    />
  );
}

/** Annotations that cannot be used: which, and what they must look like. */
export function InvalidFace(props: {
  readonly problems: readonly BindingProblem[];
}) {
  return (
    <Alert
      role="alert"
      status="warning"
      icon
      title="The annotations of this service cannot be used"
      description={
        <>
          Nothing is read until they are corrected in the service's catalog
          file:
          <ul className={classes.problems}>
            {props.problems.map(({ annotation, reason }) => (
              <li key={`${annotation} ${reason}`}>
                <Message text={`\`${annotation}\` ${reason}`} />
              </li>
            ))}
          </ul>
        </>
      }
    />
  );
}
