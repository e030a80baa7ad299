import { Text } from '@backstage/ui';
import {
  annotationDefinitions,
  annotationName,
  DatabaseRoleRow,
  SourceStatus,
} from 'backstage-plugin-service-secrets-common';
import { useState } from 'react';

import { DataTable } from '../DataTable/DataTable';
import { FilterField } from '../DataTable/FilterField';
import { StaleNote, UnreadNote } from '../DataTable/SourceNote';
import { Message } from '../Message/Message';
import { Section } from '../Section/Section';
import { databaseRoleColumns } from './databaseRoleColumns';

/** A list shorter than this is read, not filtered. */
const FILTER_FROM = 6;

function rowKey({ kind, mount, name }: DatabaseRoleRow): string {
  return `${kind} ${mount}/${name}`;
}

function EmptyNote() {
  const annotation = annotationName(annotationDefinitions.databaseRoles.key);
  return (
    <Text variant="body-medium" color="secondary" as="p">
      <Message
        text={`This service uses no database role. Roles are named in \`${annotation}\`.`}
      />
    </Text>
  );
}

/** The database roles of a service and what they allow. */
export function DatabaseRoleTable(props: {
  /** Absent: they could not be read. */
  readonly roles?: readonly DatabaseRoleRow[];
  readonly source?: SourceStatus;
}) {
  const { roles, source } = props;
  const [filter, setFilter] = useState('');
  const count = roles?.length ?? 0;
  return (
    <Section
      title="Database roles"
      aside={
        <>
          {count > 1 ? count.toLocaleString('en-US') : null}
          <StaleNote source={source} />
        </>
      }
      tools={
        count >= FILTER_FROM ? (
          <FilterField
            what="database roles"
            value={filter}
            onChange={setFilter}
          />
        ) : null
      }
    >
      {!roles ? <UnreadNote what="Database roles" source={source} /> : null}
      {roles && count === 0 ? <EmptyNote /> : null}
      {roles && count > 0 ? (
        <DataTable
          label="Database roles"
          columns={databaseRoleColumns}
          rows={roles}
          rowKey={rowKey}
          filter={filter}
        />
      ) : null}
    </Section>
  );
}
