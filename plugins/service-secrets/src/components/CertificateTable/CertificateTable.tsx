import { Text } from '@backstage/ui';
import {
  CertificateRow,
  SourceStatus,
} from 'backstage-plugin-service-secrets-common';
import { useMemo, useState } from 'react';

import { DataTable } from '../DataTable/DataTable';
import { FilterField } from '../DataTable/FilterField';
import { StaleNote, UnreadNote } from '../DataTable/SourceNote';
import { CertificateOperationParts } from '../Operate/useCertificateOperations';
import { Section } from '../Section/Section';
import { certificateColumns } from './certificateColumns';

/** A list shorter than this is read, not filtered. */
const FILTER_FROM = 6;

/** The certificates of a service: how long they last, and whether the next one will come. */
export function CertificateTable(props: {
  /** Absent: they could not be read. */
  readonly certificates?: readonly CertificateRow[];
  readonly source?: SourceStatus;
  /** What owners may do here; nothing unless it is given. */
  readonly operations?: CertificateOperationParts;
}) {
  const { certificates, source, operations = {} } = props;
  const { column } = operations;
  const columns = useMemo(
    () => (column ? [...certificateColumns, column] : certificateColumns),
    [column],
  );
  const [filter, setFilter] = useState('');
  const count = certificates?.length ?? 0;
  return (
    <Section
      title="Certificates"
      aside={
        <>
          {count > 1 ? count.toLocaleString('en-US') : null}
          <StaleNote source={source} />
        </>
      }
      tools={
        count >= FILTER_FROM ? (
          <FilterField
            what="certificates"
            value={filter}
            onChange={setFilter}
          />
        ) : null
      }
    >
      {!certificates ? (
        <UnreadNote what="Certificates" source={source} />
      ) : null}
      {certificates && count === 0 ? (
        <Text variant="body-medium" color="secondary" as="p">
          No workload of this service mounts a certificate of cert-manager.
        </Text>
      ) : null}
      {count > 0 ? operations.note : null}
      {certificates && count > 0 ? (
        <DataTable
          label="Certificates"
          columns={columns}
          rows={certificates}
          rowKey={({ name }) => name}
          filter={filter}
        />
      ) : null}
      {operations.dialog}
    </Section>
  );
}
