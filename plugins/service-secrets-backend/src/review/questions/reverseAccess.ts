import { NotFoundError } from '@backstage/errors';
import {
  AccessPath,
  Connection,
  ReverseAccess,
} from 'backstage-plugin-service-secrets-common';
import type { Policy } from 'backstage-plugin-service-secrets-node';

import { evaluatePath, mayConcern } from '../../resolve/policy/evaluatePath';
import { Moment, RowRecord } from '../records';
import { namedService } from './FleetImage';
import { Inventory, InventoryRole } from './Inventory';

/** Which connection is asked about. */
export interface ConnectionName {
  readonly instance: string;
  readonly mount: string;
  readonly name: string;
}

/** All connections, with how many roles use each. */
export function connectionsOf({ connections, roles }: Inventory): Connection[] {
  const keyOf = ({ instance, mount, name }: ConnectionName) =>
    `${instance} ${mount} ${name}`;
  const counts = new Map<string, number>();
  for (const { instance, mount, said } of roles) {
    if (!said) continue;
    const key = keyOf({ instance, mount, name: said.connection });
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return connections.map(({ instance, mount, name, database }) => ({
    instance,
    mount,
    name,
    database,
    roles: counts.get(keyOf({ instance, mount, name })) ?? 0,
  }));
}

function rolesOf(
  { roles }: Inventory,
  { instance, mount, name }: ConnectionName,
): InventoryRole[] {
  return roles.filter(
    role =>
      role.instance === instance &&
      role.mount === mount &&
      role.said?.connection === name,
  );
}

type AuthRole = Inventory['authRoles'][number];

/** The rows that log in with each auth role of an instance, without asking all rows for each of thousands of paths. */
function rowsByLogin(
  rows: readonly RowRecord[],
  instance: string,
): (role: AuthRole) => readonly RowRecord[] {
  const byLogin = new Map<string, RowRecord[]>();
  for (const row of rows) {
    const { login } = row.facts;
    if (!login || row.instance !== instance) continue;
    const key = `${login.mount}/${login.name}`;
    const known = byLogin.get(key);
    if (known) known.push(row);
    else byLogin.set(key, [row]);
  }
  return ({ mount, name }) => byLogin.get(`${mount}/${name}`) ?? [];
}

interface Login {
  readonly authRole: AuthRole;
  readonly policies: readonly Policy[];
}

function loginsOf(inventory: Inventory, instance: string): Login[] {
  const policies = new Map(
    inventory.policies
      .filter(policy => policy.instance === instance)
      .map(policy => [policy.name, policy]),
  );
  return inventory.authRoles
    .filter(role => role.instance === instance)
    .map(authRole => {
      const names = authRole.withDefault
        ? [...authRole.policies, 'default']
        : authRole.policies;
      return {
        authRole,
        policies: names.flatMap(name => policies.get(name) ?? []),
      };
    });
}

/** The policies that may say something about a path: most name it in full, and few patterns are left to try. */
function policyIndex(
  policies: ReadonlySet<Policy>,
): (path: string) => ReadonlySet<Policy> {
  const exact = new Map<string, Policy[]>();
  const patterns: { readonly pattern: string; readonly policy: Policy }[] = [];
  for (const policy of policies) {
    for (const { path } of policy.rules) {
      const known = exact.get(path);
      if (/[*+{]|^\//.test(path)) patterns.push({ pattern: path, policy });
      else if (known) known.push(policy);
      else exact.set(path, [policy]);
    }
  }
  return path =>
    new Set([
      ...(exact.get(path) ?? []),
      ...patterns
        .filter(({ pattern }) => mayConcern(pattern, path))
        .map(({ policy }) => policy),
    ]);
}

/** The logins whose policies may say something about a path, without evaluating each of thousands. */
function loginIndex(
  logins: readonly Login[],
): (path: string) => readonly Login[] {
  const byPolicy = new Map<Policy, Login[]>();
  for (const login of logins) {
    for (const policy of login.policies) {
      const known = byPolicy.get(policy);
      if (known) known.push(login);
      else byPolicy.set(policy, [login]);
    }
  }
  const policiesFor = policyIndex(new Set(byPolicy.keys()));
  return path => [
    ...new Set(
      [...policiesFor(path)].flatMap(policy => byPolicy.get(policy) ?? []),
    ),
  ];
}

function pathTo(role: InventoryRole): string {
  const verb = role.kind === 'dynamic' ? 'creds' : 'static-creds';
  return `${role.mount}/${verb}/${role.name}`;
}

function pathOf(
  role: InventoryRole,
  { authRole, policies }: Login,
  rowsOf: (role: AuthRole) => readonly RowRecord[],
): AccessPath[] {
  const path = pathTo(role);
  const verdict = evaluatePath(policies, path, 'read');
  // What may be granted is shown as granted: whoever asks wants to know who can.
  if (verdict.verdict === 'denied') return [];
  return [
    {
      role: role.name,
      roleKind: role.kind,
      grants: role.said?.grants ?? '',
      policy: verdict.policies[0],
      wildcard: verdict.pattern !== path,
      authRole: authRole.name,
      serviceAccounts: authRole.namespaces.flatMap(namespace =>
        authRole.serviceAccounts.map(name => `${namespace}/${name}`),
      ),
      services: rowsOf(authRole).map(namedService),
    },
  ];
}

/** A role no login reaches is told too: somebody else's token may. */
function unreached(role: InventoryRole): AccessPath {
  return {
    role: role.name,
    roleKind: role.kind,
    grants: role.said?.grants ?? '',
    wildcard: false,
    serviceAccounts: [],
    services: [],
  };
}

/** Who can reach a database, by way of which role, policy and auth role. */
export function reverseAccess(
  { inventory, rows }: { inventory: Inventory; rows: readonly RowRecord[] },
  name: ConnectionName,
  now: Moment,
): ReverseAccess {
  const connection = connectionsOf(inventory).find(
    known =>
      known.instance === name.instance &&
      known.mount === name.mount &&
      known.name === name.name,
  );
  if (!connection) {
    throw new NotFoundError(
      'No such connection was listed; it may be new, or the reader may not list connections',
    );
  }
  const rowsOf = rowsByLogin(rows, name.instance);
  const loginsTo = loginIndex(loginsOf(inventory, name.instance));
  const paths = rolesOf(inventory, name).flatMap(role => {
    const logins = loginsTo(pathTo(role));
    const found = logins.flatMap(login => pathOf(role, login, rowsOf));
    return found.length > 0 ? found : [unreached(role)];
  });
  const { listedAt } = inventory;
  return {
    servedAt: new Date(now).toISOString(),
    connection,
    paths,
    collectedAt:
      listedAt === undefined ? undefined : new Date(listedAt).toISOString(),
    gaps: inventory.gaps
      .filter(({ instance }) => instance === name.instance)
      .map(({ reason }) => reason),
  };
}
