import { Skeleton } from '@backstage/ui';
import { ReactNode } from 'react';

import { AnswerState } from '../../hooks/useAnswer';
import { AskFailed } from './AskFailed';

/** What a question to the backend has come to: waiting, refused, or the answer. */
export function Asked<T>(props: {
  readonly state: AnswerState<T>;
  /** What is being done meanwhile, for readers who cannot see the outline. */
  readonly waiting: string;
  readonly titles: { readonly denied: string; readonly failed: string };
  readonly onRetry: () => void;
  readonly children: (answer: T) => ReactNode;
}) {
  const { state, waiting, titles, onRetry, children } = props;
  switch (state.kind) {
    case 'answered':
      return <>{children(state.value)}</>;
    case 'failed':
      return (
        <AskFailed error={state.error} titles={titles} onRetry={onRetry} />
      );
    default:
      return (
        <div role="status" aria-label={waiting}>
          <Skeleton width="100%" height={140} />
        </div>
      );
  }
}
