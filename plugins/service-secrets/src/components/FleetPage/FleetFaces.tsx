import { Alert, Button, Card, CardBody, Skeleton, Text } from '@backstage/ui';
import { fleetReadPermission } from 'backstage-plugin-service-secrets-common';
import { ReactNode } from 'react';

import { failureMessage } from '../../hooks/failureKind';
import { Asked } from '../../hooks/useAsked';
import { Message } from '../Message/Message';
import classes from './FleetPage.module.css';

interface FailureProps {
  readonly error: Error;
  readonly onRetry: () => void;
}

function Retry({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <Button variant="secondary" onPress={onRetry}>
      Try again
    </Button>
  );
}

/** The user may not see the fleet. */
export function FleetDeniedFace({ error, onRetry }: FailureProps) {
  return (
    <Alert
      role="alert"
      status="warning"
      icon
      title="You may not see the whole fleet"
      description={
        <>
          <Message text={failureMessage(error)} />. It takes the permission{' '}
          <Message text={`\`${fleetReadPermission.name}\``} /> and a place in a
          platform group; ask the platform team. The services you own are on
          their own pages, in the tab Secrets.
        </>
      }
      customActions={<Retry onRetry={onRetry} />}
    />
  );
}

/** The backend has no fleet. */
export function FleetAbsentFace({ onRetry }: Pick<FailureProps, 'onRetry'>) {
  return (
    <Alert
      role="alert"
      status="info"
      icon
      title="The backend collects no fleet"
      description={
        <>
          Either it is switched off by{' '}
          <Message text="`serviceSecrets.fleet.enabled: false`" />, or the
          backend plugin is older than this page or not installed.
        </>
      }
      customActions={<Retry onRetry={onRetry} />}
    />
  );
}

/** A part of the page could not be loaded, and there is nothing older to show. */
export function FleetFailedFace(
  props: FailureProps & { readonly what: string },
) {
  const { error, onRetry, what } = props;
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={`${what} could not be loaded`}
      description={
        <>
          <Message text={failureMessage(error)} />
          {' · '}Nothing is known until it can be; it does not mean that all is
          well.
        </>
      }
      customActions={<Retry onRetry={onRetry} />}
    />
  );
}

/** The outline of a view while its data is on the way. */
export function FleetLoadingFace({ height = 240 }: { height?: number }) {
  return (
    <div role="status" aria-label="Loading">
      <Card>
        <CardBody>
          <Skeleton width="100%" height={height} />
        </CardBody>
      </Card>
    </div>
  );
}

/** The face of everything but an answer. */
export function AskedFace<T>(props: {
  readonly state: Exclude<Asked<T>, { kind: 'ready' }>;
  /** What is asked for, to begin a sentence with. */
  readonly what: string;
  readonly onRetry: () => void;
}) {
  const { state, what, onRetry } = props;
  switch (state.kind) {
    case 'loading':
      return <FleetLoadingFace />;
    case 'denied':
      return <FleetDeniedFace error={state.error} onRetry={onRetry} />;
    default:
      return (
        <FleetFailedFace error={state.error} what={what} onRetry={onRetry} />
      );
  }
}

/** Says that what is shown is older than it should be. */
export function StaleFace({ stale }: { readonly stale?: Error }) {
  if (!stale) return null;
  return (
    <Text variant="body-small" color="secondary" as="p">
      <span role="status">
        ◐ Stale: this is the last answer that came.{' '}
        <Message text={failureMessage(stale)} />
      </span>
    </Text>
  );
}

/** What was answered; while the answer to a newer choice is on the way it is dimmed. */
export function Answered(props: {
  readonly state: Pick<
    Extract<Asked<never>, { kind: 'ready' }>,
    'stale' | 'outdated'
  >;
  readonly children: ReactNode;
}) {
  const { state, children } = props;
  return (
    <div
      className={state.outdated ? classes.outdated : undefined}
      aria-busy={state.outdated}
    >
      <StaleFace stale={state.stale} />
      {children}
    </div>
  );
}

/** Says what could not be read, when a list may be too short because of it. */
export function Gaps({ gaps }: { readonly gaps: readonly string[] }) {
  if (gaps.length === 0) return null;
  return (
    <Alert
      role="status"
      status="warning"
      icon
      title="This list may be too short"
      description={gaps.map((gap, index) => (
        <span key={gap}>
          {index > 0 ? ' · ' : null}
          <Message text={gap} />
        </span>
      ))}
    />
  );
}

/** A list with nothing in it, and what that means. */
export function NothingFace({ text }: { readonly text: string }) {
  return (
    <Text variant="body-medium" color="secondary" as="p">
      <span role="status">
        <Message text={text} />
      </span>
    </Text>
  );
}
