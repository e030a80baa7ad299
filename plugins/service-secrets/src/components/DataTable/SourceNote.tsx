import { Text } from '@backstage/ui';
import { SourceStatus } from 'backstage-plugin-service-secrets-common';

import { ago } from '../../format/time';
import { failureWords } from '../../format/words';
import { ClockText } from '../ClockText/ClockText';
import { Message } from '../Message/Message';

/** What stands in the place of a list that could not be read. It is not empty: nothing is known of it. */
export function UnreadNote(props: {
  readonly what: string;
  readonly source?: SourceStatus;
}) {
  const { what, source } = props;
  const { failure } = source ?? {};
  if (failure?.code === 'not-configured') {
    return (
      <Text variant="body-medium" color="secondary" as="p">
        ◌ {what}: not configured. <Message text={failure.message} />
      </Text>
    );
  }
  return (
    <Text variant="body-medium" color="secondary" as="p">
      <span aria-hidden="true">? </span>
      {what} could not be read
      {failure ? (
        <>
          {` (${failureWords[failure.code]}): `}
          <Message text={failure.message} />
        </>
      ) : (
        '.'
      )}
    </Text>
  );
}

/** Says beside a heading that the list is older than it should be. */
export function StaleNote({ source }: { readonly source?: SourceStatus }) {
  const fetchedAt = source?.fetchedAt;
  if (!source || source.state === 'ok' || !fetchedAt) return null;
  return <ClockText text={now => ` ◐ stale, read ${ago(fetchedAt, now)}`} />;
}
