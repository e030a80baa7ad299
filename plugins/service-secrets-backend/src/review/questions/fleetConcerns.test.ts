import { aRowRecord, fleetNow } from '../../testSupport/fleetBuilders';
import { InventoryRecord } from '../records';
import { fleetConcerns } from './fleetConcerns';
import { readInventory } from './Inventory';

function listed(
  kind: InventoryRecord['kind'],
  name: string,
  data?: unknown,
): InventoryRecord {
  const mount = kind === 'auth-role' ? 'kubernetes' : 'database';
  return { instance: 'vault', kind, mount, name, listedAt: fleetNow, data };
}

function concerns(records: InventoryRecord[], rows = [aRowRecord()]) {
  return fleetConcerns({ inventory: readInventory(records), rows }, fleetNow);
}

const binding = {
  serviceAccounts: ['grade-api'],
  namespaces: ['grade-api'],
  policies: ['grade-api'],
  withDefault: false,
};

describe('what a platform team works off', () => {
  it('names auth roles that bind by wildcard, with the services that log in by them', () => {
    const row = aRowRecord({
      facts: {
        login: { mount: 'kubernetes', name: 'wide', serviceAccounts: [] },
      },
    });
    const { wildcardBindings } = concerns(
      [
        listed('auth-role', 'narrow', binding),
        listed('auth-role', 'wide', { ...binding, namespaces: ['*'] }),
      ],
      [row],
    );

    expect(wildcardBindings).toEqual([
      expect.objectContaining({
        authRole: 'kubernetes/wide',
        services: [expect.objectContaining({ title: 'grade-api' })],
      }),
    ]);
  });

  it('counts irrevocable leases, and puts the furthest over its budget first', () => {
    const row = (name: string, change: object) =>
      aRowRecord({ entityRef: `component:default/${name}`, ...change });
    const { irrevocableLeases, leaseBudgets } = concerns(
      [],
      [
        row('fine', { leases: 2, leaseBudget: 2 }),
        row('over', { leases: 5, leaseBudget: 2, irrevocableLeases: 3 }),
        row('far', { leases: 50, leaseBudget: 2 }),
        row('unknown', { leases: undefined, irrevocableLeases: undefined }),
      ],
    );

    expect(irrevocableLeases).toEqual([
      expect.objectContaining({ title: 'over', leases: 3 }),
    ]);
    expect(leaseBudgets.map(({ title }) => title)).toEqual(['far', 'over']);
  });

  it('tells of the rotation of a root what Vault tells, and no more', () => {
    const root = (name: string, said: object) =>
      listed('connection', name, { database: 'x', rotatable: true, ...said });
    const { unrotatedRoots } = concerns([
      root('automatic', { rootRotation: 'automatic' }),
      root('silent-server', {}),
      listed('connection', 'unread'),
      root('off', { rootRotation: 'off' }),
      root('in-url', { rotatable: false, rootRotation: 'automatic' }),
    ]);

    expect(
      unrotatedRoots.map(({ connection, rotation, known }) => [
        connection,
        rotation,
        known,
      ]),
    ).toEqual([
      ['in-url', 'impossible', true],
      ['off', 'off', false],
      ['silent-server', 'unknown', false],
      ['unread', 'unknown', false],
      ['automatic', 'automatic', false],
    ]);
  });

  it('says what could not be listed or was not read yet', () => {
    const { gaps } = concerns([
      listed('gap', 'connection', { reason: 'vault: denied' }),
      listed('auth-role', 'one'),
    ]);

    expect(gaps).toEqual([
      'vault: denied',
      'vault: 1 of the kind auth-role was listed and not read yet',
    ]);
  });
});
