import { Text } from '@backstage/ui';
import { ReactNode, useState } from 'react';

import { failureMessage } from '../../../hooks/failureKind';
import { Question, useAsked } from '../../../hooks/useAsked';
import { Message } from '../../Message/Message';
import classes from './Details.module.css';

function Answer<T>(props: {
  readonly question: Question<T>;
  readonly children: (value: T) => ReactNode;
}) {
  const { question, children } = props;
  const { state } = useAsked(question);
  if (state.kind === 'ready') return <>{children(state.value)}</>;
  return (
    <Text variant="body-small" color="secondary" as="p">
      <span role="status">
        {state.kind === 'loading' ? (
          'Loading…'
        ) : (
          <>
            ? It could not be read:{' '}
            <Message text={failureMessage(state.error)} />
          </>
        )}
      </span>
    </Text>
  );
}

/** A part of the drawer that is asked for when somebody opens it. */
export function AskedPart<T>(props: {
  readonly title: string;
  readonly question: Question<T>;
  readonly children: (value: T) => ReactNode;
}) {
  const { title, question, children } = props;
  const [opened, setOpened] = useState(false);
  return (
    <details
      className={classes.asked}
      onToggle={event => setOpened(event.currentTarget.open)}
    >
      <summary>{title}</summary>
      {opened ? <Answer question={question}>{children}</Answer> : null}
    </details>
  );
}
