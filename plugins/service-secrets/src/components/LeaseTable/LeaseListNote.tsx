import { Text } from '@backstage/ui';

import { ago } from '../../format/time';
import { failureMessage } from '../../hooks/failureKind';
import { LeaseList } from '../../hooks/useLeases';
import { ClockText } from '../ClockText/ClockText';
import { Message } from '../Message/Message';

function extent({ rows, total }: LeaseList, more: boolean): string {
  const loaded = rows.length.toLocaleString('en-US');
  const all = total.toLocaleString('en-US');
  return more
    ? `${loaded} of ${all} leases loaded, the rest is on its way. `
    : `Listed are ${loaded} of ${all} leases; the rest is counted only. `;
}

/** Says when the rows are not all there is, or not as fresh as the rest of the page. */
export function LeaseListNote(props: {
  readonly list: LeaseList;
  readonly more: boolean;
  readonly stale?: Error;
}) {
  const { list, more, stale } = props;
  const incomplete = list.rows.length < list.total;
  if (!incomplete && !stale) return null;
  return (
    <Text variant="body-small" color="secondary" as="p">
      <span role="status">
        {incomplete ? extent(list, more) : null}
        {stale ? (
          <>
            ◐ Stale: the list was read{' '}
            <ClockText text={now => ago(list.servedAt, now)} />.{' '}
            <Message text={failureMessage(stale)} />
          </>
        ) : null}
      </span>
    </Text>
  );
}
