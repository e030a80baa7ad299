import { ListedRole } from 'backstage-plugin-service-secrets-common';

import { concernWords } from '../../../format/fleetWords';
import { Column } from '../../DataTable/arrangeRows';
import { Secondary } from '../../DataTable/Secondary';
import { Name } from '../../Message/Name';
import { StateChip } from '../../StateChip/StateChip';
import { OwnedServices } from '../OwnedServices';

const meanings: Readonly<Record<ListedRole['concern'], string>> = {
  unowned: 'no service claims it',
  shared: 'services of several owners',
  unused: 'claimed, and no lease',
};

/** The columns of the roles with a question. */
export const roleColumns: readonly Column<ListedRole>[] = [
  {
    id: 'concern',
    label: 'Concern',
    width: 18,
    cell: ({ concern }) => (
      <>
        <StateChip state={concernWords[concern]} />
        <Secondary block>{meanings[concern]}</Secondary>
      </>
    ),
    text: ({ concern }) => concern,
    order: ({ concern }) => concern,
  },
  {
    id: 'name',
    label: 'Role',
    width: 26,
    cell: ({ mount, name, kind }) => (
      <>
        <Name text={`${mount}/${name}`} />
        {kind === 'static' ? <Secondary> static</Secondary> : null}
      </>
    ),
    text: ({ mount, name }) => `${mount}/${name}`,
    order: ({ mount, name }) => `${mount}/${name}`,
  },
  {
    id: 'instance',
    label: 'Instance',
    width: 13,
    cell: ({ instance }) => instance,
    text: ({ instance }) => instance,
    order: ({ instance }) => instance,
  },
  {
    id: 'connection',
    label: 'Connection',
    width: 16,
    cell: ({ connection }) => (connection ? <Name text={connection} /> : '?'),
    text: ({ connection }) => connection,
    order: ({ connection }) => connection,
  },
  {
    id: 'leases',
    label: 'Leases',
    width: 8,
    cell: ({ leases }) => leases?.toLocaleString('en-US') ?? '?',
    order: ({ leases }) => leases,
  },
  {
    id: 'services',
    label: 'Claimed by',
    width: 19,
    cell: ({ services }) => <OwnedServices services={services} />,
    text: ({ services }) =>
      services
        .map(({ title, owner = 'unowned' }) => `${title} ${owner}`)
        .join(' '),
  },
];
