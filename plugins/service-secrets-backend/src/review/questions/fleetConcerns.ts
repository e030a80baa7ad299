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

/**
 * Vault answers the same on a connection before and after its root password
 * was rotated, so that it was is never known. That it was not is: a login that
 * stands in the URL alone cannot be rotated. The known ones come first.
 */
function unrotatedRoots({
  connections,
}: Inventory): FleetConcerns['unrotatedRoots'] {
  return connections
    .map(({ instance, mount, name, database, rotatable }) => ({
      instance,
      mount,
      connection: name,
      database,
      known: rotatable === false,
    }))
    .sort((a, b) => Number(b.known) - Number(a.known));
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
