import {
  ListedRole,
  RoleConcern,
  RolePage,
} from 'backstage-plugin-service-secrets-common';

import { Moment, RoleFact, RowRecord } from '../records';
import { namedService } from './FleetImage';
import { Inventory, InventoryRole } from './Inventory';

/** Which roles are asked for. */
export interface RoleSearch {
  readonly concern?: RoleConcern;
  readonly instance?: string;
  readonly text?: string;
  readonly limit: number;
  readonly offset: number;
}

interface Users {
  readonly rows: RowRecord[];
  leases?: number;
}

const keyOf = (
  instance: string,
  { mount, name, kind }: Pick<RoleFact, 'mount' | 'name' | 'kind'>,
) => `${instance} ${kind} ${mount}/${name}`;

function usersByRole(rows: readonly RowRecord[]): Map<string, Users> {
  const users = new Map<string, Users>();
  for (const row of rows) {
    for (const role of row.facts.roles ?? []) {
      const key = keyOf(row.instance ?? '', role);
      const known = users.get(key) ?? { rows: [] };
      known.rows.push(row);
      known.leases = role.leases ?? known.leases;
      users.set(key, known);
    }
  }
  return users;
}

function concernOf(
  { kind }: InventoryRole,
  users: Users | undefined,
): RoleConcern | undefined {
  if (!users) return 'unowned';
  const owners = new Set(users.rows.map(({ owner }) => owner));
  if (owners.size > 1) return 'shared';
  return kind === 'dynamic' && users.leases === 0 ? 'unused' : undefined;
}

/** Roles nobody claims, roles of several owners, and roles without a lease. */
export function listedRoles(
  inventory: Inventory,
  rows: readonly RowRecord[],
): ListedRole[] {
  const users = usersByRole(rows);
  return inventory.roles.flatMap(role => {
    const { instance, mount, name, kind, said } = role;
    const used = users.get(keyOf(instance, role));
    const concern = concernOf(role, used);
    return concern === undefined
      ? []
      : {
          instance,
          mount,
          name,
          kind,
          connection: said?.connection,
          concern,
          leases: used?.leases,
          services: (used?.rows ?? []).map(namedService),
        };
  });
}

/** One page of roles with a question. */
export function rolePage(
  { inventory, rows }: { inventory: Inventory; rows: readonly RowRecord[] },
  { concern, instance, text = '', limit, offset }: RoleSearch,
  now: Moment,
): RolePage {
  const wanted = text.toLocaleLowerCase('en-US');
  const all = listedRoles(inventory, rows).filter(
    role =>
      (instance === undefined || role.instance === instance) &&
      `${role.mount}/${role.name}`.toLocaleLowerCase('en-US').includes(wanted),
  );
  const count = (of: RoleConcern) =>
    all.filter(role => role.concern === of).length;
  const chosen = all.filter(
    role => concern === undefined || role.concern === concern,
  );
  const next = offset + limit;
  return {
    servedAt: new Date(now).toISOString(),
    items: chosen.slice(offset, next),
    counts: {
      unowned: count('unowned'),
      shared: count('shared'),
      unused: count('unused'),
    },
    total: chosen.length,
    nextCursor: next < chosen.length ? String(next) : undefined,
    gaps: inventory.gaps.map(({ reason }) => reason),
  };
}
