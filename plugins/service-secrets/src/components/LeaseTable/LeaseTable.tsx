import { Skeleton, Text } from '@backstage/ui';
import {
  LeaseCounts,
  SourceStatus,
} from 'backstage-plugin-service-secrets-common';
import { useMemo, useState } from 'react';

import { failureMessage } from '../../hooks/failureKind';
import { LeasesState } from '../../hooks/useLeases';
import { DataTable } from '../DataTable/DataTable';
import { FilterField } from '../DataTable/FilterField';
import { StaleNote, UnreadNote } from '../DataTable/SourceNote';
import { Message } from '../Message/Message';
import { LeaseOperationParts } from '../Operate/useLeaseOperations';
import { Section } from '../Section/Section';
import { leaseColumns } from './leaseColumns';
import { LeaseListNote } from './LeaseListNote';

/** A list shorter than this is read, not filtered. */
const FILTER_FROM = 4;

function countWords({ total, expected }: LeaseCounts): string {
  const words = total.toLocaleString('en-US');
  return expected === undefined ? words : `${words} of ${expected} expected`;
}

function Rows(props: {
  readonly leases: LeasesState;
  readonly filter: string;
  readonly operations: LeaseOperationParts;
}) {
  const { leases, filter, operations } = props;
  const { column } = operations;
  const columns = useMemo(
    () => (column ? [...leaseColumns, column] : leaseColumns),
    [column],
  );
  switch (leases.kind) {
    case 'loading':
      return (
        <div role="status" aria-label="Loading leases">
          <Skeleton width="100%" height={120} />
        </div>
      );
    case 'failed':
      return (
        <Text variant="body-medium" color="secondary" as="p">
          <span aria-hidden="true">? </span>
          The list of leases could not be read:{' '}
          <Message text={failureMessage(leases.error)} />
        </Text>
      );
    default:
      return (
        <>
          <LeaseListNote {...leases} />
          <DataTable
            label="Leases"
            columns={columns}
            rows={leases.list.rows}
            rowKey={({ handle }) => handle}
            filter={filter}
          />
        </>
      );
  }
}

/** Every live lease of the service in one environment. */
export function LeaseTable(props: {
  /** Absent: the leases could not be read. */
  readonly counts?: LeaseCounts;
  readonly leases: LeasesState;
  readonly source?: SourceStatus;
  /** The service is known to use no database role. */
  readonly withoutRoles?: boolean;
  /** What owners may do here; nothing unless it is given. */
  readonly operations?: LeaseOperationParts;
}) {
  const { counts, leases, source, operations = {} } = props;
  const [filter, setFilter] = useState('');
  const total = counts?.total ?? 0;
  return (
    <Section
      title="Leases"
      aside={
        counts ? (
          <>
            {countWords(counts)}
            <StaleNote source={source} />
          </>
        ) : null
      }
      tools={
        total > 0 ? (
          <>
            {total >= FILTER_FROM ? (
              <FilterField what="leases" value={filter} onChange={setFilter} />
            ) : null}
            {operations.tools}
          </>
        ) : null
      }
    >
      {operations.note}
      {!counts ? <UnreadNote what="Leases" source={source} /> : null}
      {counts && total === 0 ? (
        <Text variant="body-medium" color="secondary" as="p">
          {props.withoutRoles
            ? 'No lease is live, and none will be: this service uses no database role.'
            : 'No lease is live. One appears when a pod of this service asks Vault for database credentials.'}
        </Text>
      ) : null}
      {total > 0 ? (
        <Rows leases={leases} filter={filter} operations={operations} />
      ) : null}
      {operations.dialog}
    </Section>
  );
}
