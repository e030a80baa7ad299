import { isName } from 'backstage-plugin-service-secrets-common';

import type { DesiredObject } from '../provision/DesiredState';
import type { ObjectRef } from '../provision/VaultProvisionerApi';
import { IllegalNameError } from '../upstream/IllegalNameError';
import { build, VaultRequest } from './buildRequest';
import { vaultPaths } from './paths';
import type { Mounted } from './VaultApi';

type Kind = ObjectRef['kind'];
type Verb = 'read' | 'write' | 'delete';

/** Where an object of each kind lives and what it is called. */
const places: Readonly<Record<Kind, { path: string; label: string }>> = {
  policy: { path: 'sys/policies/acl/{name}', label: 'policy' },
  'auth-role': { path: 'auth/{mount}/role/{name}', label: 'auth role' },
  'database-role': { path: '{mount}/roles/{name}', label: 'database role' },
  'static-role': { path: '{mount}/static-roles/{name}', label: 'static role' },
  'pki-role': { path: '{mount}/roles/{name}', label: 'PKI role' },
  'kv-placeholder': { path: '{mount}/metadata/{name}', label: 'KV place' },
};

/** Vault tells creating from changing; a rule that permits only one of them stops half of all runs. */
const capabilities: Readonly<Record<Verb, readonly string[]>> = {
  read: ['read'],
  write: ['create', 'update'],
  delete: ['delete'],
};

/**
 * Vault's own top-level paths. A secrets engine is never mounted there, and a
 * "role" below `auth/token` or a "connection" below `sys` is something else.
 */
const reserved: ReadonlySet<string> = new Set([
  'auth',
  'cubbyhole',
  'identity',
  'sys',
]);

const MOST_KV_SEGMENTS = 8;

/** A secrets engine's mount. */
function engineMount(operation: string, mount: string): string {
  if (reserved.has(mount.split('/')[0])) throw new IllegalNameError(operation);
  return mount;
}

/** A path below a KV mount: names with slashes between them. */
function kvPath(operation: string, path: string): string {
  const segments = path.split('/');
  const legal =
    segments.length <= MOST_KV_SEGMENTS &&
    segments.every(segment => isName('vaultName', segment));
  if (!legal) throw new IllegalNameError(operation);
  return segments.map(encodeURIComponent).join('/');
}

function kvRequest(
  verb: Verb,
  { mount, name }: Mounted,
): Pick<VaultRequest, 'path' | 'operation' | 'rule'> {
  const operation = `${verb} KV place`;
  const request = build({
    operation,
    path: `{mount}/metadata/${kvPath(operation, name)}`,
    names: { mount: ['mount', engineMount(operation, mount)] },
    capabilities: capabilities[verb],
  });
  return { ...request, operation: `${operation} ${mount}/${name}` };
}

function placed(verb: Verb, ref: ObjectRef): Omit<VaultRequest, 'method'> {
  const { path, label } = places[ref.kind];
  const operation = `${verb} ${label}`;
  if (ref.kind === 'kv-placeholder') return kvRequest(verb, ref);
  const name = ['vaultName', ref.name] as const;
  if (ref.kind === 'policy') {
    const names = { name };
    return build({ operation, path, names, capabilities: capabilities[verb] });
  }
  const mount =
    ref.kind === 'auth-role' ? ref.mount : engineMount(operation, ref.mount);
  return build({
    operation,
    path,
    names: { mount: ['mount', mount], name },
    capabilities: capabilities[verb],
  });
}

function connection(verb: Verb, { mount, name }: Mounted): VaultRequest {
  const operation = `${verb} connection`;
  return build({
    operation,
    path: '{mount}/config/{name}',
    names: {
      mount: ['mount', engineMount(operation, mount)],
      name: ['vaultName', name],
    },
    capabilities: verb === 'write' ? ['update'] : capabilities[verb],
  });
}

/** Every path the provisioner asks Vault for. No function here takes a path, and none mints a credential. */
export const provisionerPaths = {
  read: (ref: ObjectRef): VaultRequest => ({
    ...placed('read', ref),
    method: 'GET',
  }),
  /**
   * The whole object, as desired: sending it twice is the same as sending it
   * once. Not so for a static role: its first write sets a new password in the
   * database.
   */
  write: (object: DesiredObject, body: VaultRequest['body']): VaultRequest => ({
    ...placed('write', object),
    method: 'PUT',
    body,
    repeatable: object.kind !== 'static-role',
  }),
  /** Absence counts as removed, so removing twice is no harm. */
  remove: (ref: ObjectRef): VaultRequest => ({
    ...placed('delete', ref),
    method: 'DELETE',
    repeatable: true,
  }),
  connection: (name: Mounted): VaultRequest => connection('read', name),
  /**
   * Only the list of roles: Vault keeps every field that is not sent. Never
   * sent again by itself: another service may have been added in between.
   */
  allowRoles: (
    name: Mounted,
    body: { allowed_roles: readonly string[]; verify_connection?: boolean },
  ): VaultRequest => ({
    ...connection('write', name),
    method: 'PUT',
    body,
    operation: `allow roles of connection ${name.mount}/${name.name}`,
  }),
  leaseIds: (role: Mounted): VaultRequest => {
    engineMount('list leases of database role', role.mount);
    return vaultPaths.leaseIds(role);
  },
  revokeLease: vaultPaths.revokeLease,
} as const;

const segment = '[a-z0-9][a-z0-9_.-]*';
const anyMount = `${segment}(?:/${segment}){0,3}`;
const engine = `(?!(?:${[...reserved].join('|')})/)${anyMount}`;

const fixed: ReadonlySet<string> = new Set([
  'PUT /v1/sys/leases/revoke',
  'GET /v1/auth/token/lookup-self',
  'PUT /v1/auth/token/renew-self',
  'PUT /v1/auth/token/revoke-self',
]);

const all = '(?:GET|PUT|DELETE)';
const templates = [
  `${all} /v1/sys/policies/acl/${segment}`,
  `${all} /v1/auth/(?!token/)${anyMount}/role/${segment}`,
  `${all} /v1/${engine}/(?:roles|static-roles)/${segment}`,
  `${all} /v1/${engine}/metadata/${segment}(?:/${segment}){0,7}`,
  `(?:GET|PUT) /v1/${engine}/config/${segment}`,
  `GET /v1/sys/leases/lookup/${engine}/creds/${segment}\\?list=true`,
  `PUT /v1/auth/(?!token/)${anyMount}/login`,
].map(template => new RegExp(`^${template}$`));

/** Whether a request is one of those above; asked again at the wire, where it is too late to be moved. */
export function isAllowedProvisionerRequest(
  method: string,
  path: string,
): boolean {
  const line = `${method} ${path}`;
  return fixed.has(line) || templates.some(template => template.test(line));
}
