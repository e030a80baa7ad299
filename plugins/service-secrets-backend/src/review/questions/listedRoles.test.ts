import { aRowRecord, fleetNow as now } from '../../testSupport/fleetBuilders';
import { RoleFact, RowRecord } from '../records';
import { InventoryRole, readInventory } from './Inventory';
import { listedRoles, rolePage, RoleSearch } from './listedRoles';

function listed(name: string, change: Partial<InventoryRole> = {}) {
  const at = { instance: 'vault', mount: 'database', kind: 'dynamic' } as const;
  return { ...at, name, ...change };
}

function uses(
  service: string,
  roles: readonly Partial<RoleFact>[],
  change: Partial<RowRecord> = {},
) {
  return aRowRecord({
    entityRef: `component:default/${service}`,
    owner: `group:default/${service}`,
    facts: {
      roles: roles.map(role => ({
        mount: 'database',
        name: 'app',
        kind: 'dynamic',
        grants: 'read',
        ...role,
      })),
    },
    ...change,
  });
}

const withRoles = (...roles: InventoryRole[]) => ({
  ...readInventory([]),
  roles,
});
const asked: RoleSearch = { limit: 10, offset: 0 };

describe('roles with a question', () => {
  it('are unowned when no service claims them, and name what they connect to once it was read', () => {
    const said = { connection: 'pg', grants: 'read' };
    const inventory = withRoles(listed('left', { said }), listed('unread'));

    expect(listedRoles(inventory, [uses('shop', [{ leases: 1 }])])).toEqual([
      expect.objectContaining({
        name: 'left',
        concern: 'unowned',
        connection: 'pg',
        leases: undefined,
        services: [],
      }),
      expect.objectContaining({ name: 'unread', connection: undefined }),
    ]);
  });

  it('are shared when services of two owners claim them, one of them nobody', () => {
    const shop = uses('shop', [{ leases: 3 }]);
    const orphan = uses('orphan', [{ leases: 3 }], { owner: undefined });

    expect(listedRoles(withRoles(listed('app')), [shop, orphan])).toEqual([
      expect.objectContaining({
        concern: 'shared',
        leases: 3,
        services: [
          expect.objectContaining({ entityRef: shop.entityRef }),
          expect.objectContaining({ entityRef: orphan.entityRef }),
        ],
      }),
    ]);
  });

  it('have no question when two environments of one owner claim them and there are leases', () => {
    const rows = [
      uses('shop', [{ leases: 1 }]),
      uses('shop', [{ leases: 1 }], { environment: 'test' }),
    ];

    expect(listedRoles(withRoles(listed('app')), rows)).toEqual([]);
  });

  it.each([
    ['unused', { kind: 'dynamic', leases: 0 }, ['unused']],
    [
      'nothing while their leases could not be read',
      { kind: 'dynamic', leases: undefined },
      [],
    ],
    [
      'nothing for a static role, which never has leases',
      { kind: 'static', leases: 0 },
      [],
    ],
  ] as const)('are %s', (_what, role, concerns) => {
    const inventory = withRoles(listed('app', { kind: role.kind }));
    const roles = listedRoles(inventory, [uses('shop', [role])]);

    expect(roles.map(({ concern }) => concern)).toEqual(concerns);
  });

  it('are not taken for a namesake on another mount, instance or of the other kind', () => {
    const inventory = withRoles(
      listed('app', { mount: 'other' }),
      listed('app', { instance: 'second' }),
      listed('app', { kind: 'static' }),
    );
    const roles = listedRoles(inventory, [uses('shop', [{ leases: 1 }])]);

    expect(roles.map(({ concern }) => concern)).toEqual(
      Array(3).fill('unowned'),
    );
  });
});

describe('a page of roles with a question', () => {
  const inventory = {
    ...withRoles(
      listed('app'),
      listed('Left-A'),
      listed('left-b'),
      listed('left-c', { instance: 'second' }),
    ),
    gaps: [
      { instance: 'vault', mount: 'x', name: 'x', reason: 'may not list' },
    ],
  };
  const fleet = { inventory, rows: [uses('shop', [{ leases: 0 }])] };
  const names = (search: Partial<RoleSearch>) =>
    rolePage(fleet, { ...asked, ...search }, now).items.map(({ name }) => name);

  it('counts every concern, whichever is asked for, and says what could not be read', () => {
    const page = rolePage(fleet, { ...asked, concern: 'unused' }, now);

    expect(page).toMatchObject({
      counts: { unowned: 3, shared: 0, unused: 1 },
      total: 1,
      items: [{ name: 'app' }],
      gaps: ['may not list'],
    });
    expect(page.nextCursor).toBeUndefined();
  });

  it('narrows by instance and by text, whatever its case', () => {
    expect(names({ instance: 'second' })).toEqual(['left-c']);
    expect(names({ text: 'LEFT-a' })).toEqual(['Left-A']);
    expect(names({ text: 'database/left', instance: 'vault' })).toEqual([
      'Left-A',
      'left-b',
    ]);
  });

  it('goes on where the page before ended, until nothing is left', () => {
    const first = rolePage(fleet, { limit: 3, offset: 0 }, now);
    expect(first.nextCursor).toBe('3');
    const offset = Number(first.nextCursor);
    const last = rolePage(fleet, { limit: 3, offset }, now);

    expect([...first.items, ...last.items].map(({ name }) => name)).toEqual([
      'app',
      'Left-A',
      'left-b',
      'left-c',
    ]);
    expect(last.nextCursor).toBeUndefined();
  });
});
