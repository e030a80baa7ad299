import { aRowRecord, fleetNow } from '../../testSupport/fleetBuilders';
import { InventoryRecord } from '../records';
import { readInventory } from './Inventory';
import { reverseAccess } from './reverseAccess';

function listed(
  kind: InventoryRecord['kind'],
  name: string,
  data: unknown,
): InventoryRecord {
  const mounts: Partial<Record<InventoryRecord['kind'], string>> = {
    'auth-role': 'kubernetes',
    policy: '',
  };
  const mount = mounts[kind] ?? 'database';
  return { instance: 'vault', kind, mount, name, listedAt: fleetNow, data };
}

const role = (name: string, connection = 'grades') =>
  listed('database-role', name, { connection, grants: 'read' });
const policy = (name: string, path: string, capabilities = ['read']) =>
  listed('policy', name, {
    rules: [{ path, capabilities, limitsParameters: false }],
  });
const login = (name: string, policies: string[]) =>
  listed('auth-role', name, {
    serviceAccounts: [name],
    namespaces: ['school'],
    policies,
    withDefault: false,
  });

function access(records: InventoryRecord[]) {
  const row = aRowRecord({
    facts: { login: { mount: 'kubernetes', name: 'api', serviceAccounts: [] } },
  });
  const all = [
    listed('connection', 'grades', { database: 'PostgreSQL' }),
    ...records,
  ];
  return reverseAccess(
    { inventory: readInventory(all), rows: [row] },
    { instance: 'vault', mount: 'database', name: 'grades' },
    fleetNow,
  );
}

describe('who can reach a database', () => {
  it('goes from the role over the policy that names it to the login and its service', () => {
    const { paths } = access([
      role('reader'),
      role('elsewhere', 'shop'),
      policy('exact', 'database/creds/reader'),
      login('api', ['exact']),
      login('other', []),
    ]);

    expect(paths).toEqual([
      expect.objectContaining({
        role: 'reader',
        policy: 'exact',
        wildcard: false,
        authRole: 'api',
        serviceAccounts: ['school/api'],
        services: [expect.objectContaining({ title: 'grade-api' })],
      }),
    ]);
  });

  it('finds logins whose policy reaches the role by a wildcard, beside those that name it', () => {
    const { paths } = access([
      role('reader'),
      policy('exact', 'database/creds/reader'),
      policy('glob', 'database/creds/*'),
      policy('segment', '+/creds/reader'),
      login('api', ['exact']),
      login('a-glob', ['glob']),
      login('a-segment', ['segment']),
    ]);

    expect(
      paths.map(({ authRole, wildcard }) => [authRole, wildcard]).sort(),
    ).toEqual([
      ['a-glob', true],
      ['a-segment', true],
      ['api', false],
    ]);
  });

  it('finds logins by a policy with an identity template or a leading slash', () => {
    const { paths } = access([
      role('reader'),
      policy('templated', 'database/creds/{{identity.entity.name}}'),
      policy('slash', '/database/creds/reader'),
      login('a-templated', ['templated']),
      login('a-slash', ['slash']),
    ]);

    expect(paths.map(({ authRole }) => authRole).sort()).toEqual([
      'a-slash',
      'a-templated',
    ]);
  });

  it('names a role no login reaches, also when a policy denies it', () => {
    const { paths } = access([
      role('reader'),
      policy('denied', 'database/creds/reader', ['deny']),
      policy('similar', 'database/creds/reader2'),
      login('api', ['denied']),
      login('other', ['similar']),
    ]);

    expect(paths).toEqual([
      expect.objectContaining({ role: 'reader', serviceAccounts: [] }),
    ]);
  });

  it('refuses a connection nobody listed', () => {
    expect(() =>
      reverseAccess(
        { inventory: readInventory([]), rows: [] },
        { instance: 'vault', mount: 'database', name: 'grades' },
        fleetNow,
      ),
    ).toThrow(/No such connection/);
  });
});
