import {
  DatabaseRoleRow,
  ttlWords,
} from 'backstage-plugin-service-secrets-common';

import { lifetime } from '../../format/duration';
import { age } from '../../format/time';
import { visibleText } from '../../format/visibleText';
import { ClockText } from '../ClockText/ClockText';
import { Column } from '../DataTable/arrangeRows';
import { Secondary } from '../DataTable/Secondary';
import { Name } from '../Message/Name';

function Lifetime({ role }: { readonly role: DatabaseRoleRow }) {
  const { lastRotatedAt, rotationPeriodSeconds } = role;
  if (role.kind === 'dynamic') {
    return <>{lifetime(role.defaultTtlSeconds, role.maxTtlSeconds)}</>;
  }
  const period = rotationPeriodSeconds
    ? `rotates every ${ttlWords(rotationPeriodSeconds)}`
    : 'rotates on a schedule';
  return (
    <>
      {period}
      {lastRotatedAt ? (
        <Secondary block>
          <ClockText text={now => `last ${age(lastRotatedAt, now)} ago`} />
        </Secondary>
      ) : null}
    </>
  );
}

function Leases({ role }: { readonly role: DatabaseRoleRow }) {
  const { kind, liveLeases, expectedLeases } = role;
  if (kind === 'static') return <Secondary>has none</Secondary>;
  if (liveLeases === undefined) return <Secondary>? not read</Secondary>;
  return (
    <>
      {liveLeases.toLocaleString('en-US')}
      {expectedLeases === undefined ? null : (
        <Secondary>{` of ${expectedLeases} expected`}</Secondary>
      )}
    </>
  );
}

/** The columns of the database role table. */
export const databaseRoleColumns: readonly Column<DatabaseRoleRow>[] = [
  {
    id: 'role',
    label: 'Role',
    width: 18,
    cell: ({ mount, name }) => (
      <>
        <Name text={name} />
        {mount === 'database' ? null : (
          <Secondary block>{`on ${visibleText(mount)}`}</Secondary>
        )}
      </>
    ),
    text: ({ mount, name }) => `${mount}/${name}`,
    order: ({ name }) => name,
  },
  {
    id: 'kind',
    label: 'Kind',
    width: 9,
    cell: ({ kind }) => kind,
    text: ({ kind }) => kind,
    order: ({ kind }) => kind,
  },
  {
    id: 'connection',
    label: 'Connection',
    width: 16,
    cell: ({ connection, database }) => (
      <>
        <Name text={connection} />
        {database ? <Secondary block>{visibleText(database)}</Secondary> : null}
      </>
    ),
    text: ({ connection, database }) => `${connection} ${database ?? ''}`,
    order: ({ connection }) => connection,
  },
  {
    id: 'may',
    label: 'May',
    width: 21,
    cell: ({ grants }) => visibleText(grants),
    text: ({ grants }) => grants,
    order: ({ grants }) => grants,
  },
  {
    id: 'lifetime',
    label: 'Lifetime',
    width: 15,
    cell: role => <Lifetime role={role} />,
    order: ({ defaultTtlSeconds, rotationPeriodSeconds }) =>
      rotationPeriodSeconds ?? defaultTtlSeconds,
  },
  {
    id: 'limit',
    label: 'Which limit wins',
    width: 11,
    cell: ({ kind, limitedBy }) =>
      kind === 'dynamic' ? visibleText(limitedBy) : <Secondary>–</Secondary>,
    text: ({ limitedBy }) => limitedBy,
  },
  {
    id: 'leases',
    label: 'Leases',
    width: 10,
    cell: role => <Leases role={role} />,
    order: ({ liveLeases }) => liveLeases,
  },
];
