import { FleetConcerns } from 'backstage-plugin-service-secrets-common';

import { Moment, RowRecord } from '../records';
import { namedService } from './FleetImage';
import { Inventory } from './Inventory';

function wildcardBindings(
  { authRoles }: Inventory,
  rows: readonly RowRecord[],
): FleetConcerns['wildcardBindings'] {
  return authRoles
    .filter(({ serviceAccounts, namespaces }) =>
      [...serviceAccounts, ...namespaces].some(name => name.includes('*')),
    )
    .map(role => ({
      instance: role.instance,
      authRole: `${role.mount}/${role.name}`,
      serviceAccounts: role.serviceAccounts,
      namespaces: role.namespaces,
      policies: role.policies,
      services: rows
        .filter(
          ({ instance, facts }) =>
            instance === role.instance &&
            facts.login?.mount === role.mount &&
            facts.login.name === role.name,
        )
        .map(namedService),
    }));
}

function irrevocable(
  rows: readonly RowRecord[],
): FleetConcerns['irrevocableLeases'] {
  return rows.flatMap(row =>
    row.irrevocableLeases
      ? { ...namedService(row), leases: row.irrevocableLeases }
      : [],
  );
}

function overBudget(rows: readonly RowRecord[]): FleetConcerns['leaseBudgets'] {
  return rows
    .flatMap(row => {
      const { leases, leaseBudget: budget } = row;
      return leases !== undefined && budget !== undefined && leases > budget
        ? { ...namedService(row), leases, budget }
        : [];
    })
    .sort((a, b) => b.leases - b.budget - (a.leases - a.budget));
}

type Root = FleetConcerns['unrotatedRoots'][number];

/** The most certain first. */
const rotations: readonly Root['rotation'][] = [
  'impossible',
  'off',
  'unknown',
  'automatic',
];

function rotationOf({
  rotatable,
  rootRotation,
}: Inventory['connections'][number]): Root['rotation'] {
  // A login that stands in the URL alone cannot be rotated, whatever is planned.
  if (rotatable === false) return 'impossible';
  return rootRotation ?? 'unknown';
}

/**
 * Vault answers the same on a connection before and after somebody rotated
 * its root password by hand, so that it was is never known. That it never was
 * is, where it cannot be; and newer servers tell whether they do it themselves.
 */
function unrotatedRoots({
  connections,
}: Inventory): FleetConcerns['unrotatedRoots'] {
  return connections
    .map(connection => {
      const { instance, mount, name, database } = connection;
      const rotation = rotationOf(connection);
      const known = rotation === 'impossible';
      return { instance, mount, connection: name, database, rotation, known };
    })
    .sort(
      (a, b) => rotations.indexOf(a.rotation) - rotations.indexOf(b.rotation),
    );
}

/** The lists a platform team works off. */
export function fleetConcerns(
  { inventory, rows }: { inventory: Inventory; rows: readonly RowRecord[] },
  now: Moment,
): FleetConcerns {
  return {
    servedAt: new Date(now).toISOString(),
    wildcardBindings: wildcardBindings(inventory, rows),
    irrevocableLeases: irrevocable(rows),
    leaseBudgets: overBudget(rows),
    unrotatedRoots: unrotatedRoots(inventory),
    gaps: inventory.gaps.map(({ reason }) => reason),
  };
}
