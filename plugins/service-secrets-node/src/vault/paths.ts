import { build, leaseRequest, mounted, VaultRequest } from './buildRequest';
import type { ListedKind, Mounted } from './VaultApi';

export type { VaultRequest } from './buildRequest';

const listPaths: Readonly<Record<ListedKind, string>> = {
  'database-role': '{mount}/roles',
  'static-role': '{mount}/static-roles',
  connection: '{mount}/config',
  'auth-role': 'auth/{mount}/role',
};

/** Every path we ask Vault for. No function here takes a path, and none mints a credential. */
export const vaultPaths = {
  health: (): VaultRequest =>
    build({
      operation: 'read health',
      path: 'sys/health',
      names: {},
      capabilities: [],
    }),
  mountLimits: (mount: string): VaultRequest =>
    build({
      operation: 'read limits of mount',
      path: 'sys/mounts/{mount}/tune',
      names: { mount: ['mount', mount] },
    }),
  databaseRole: (role: Mounted): VaultRequest =>
    mounted('read database role', '{mount}/roles/{name}', role),
  staticRole: (role: Mounted): VaultRequest =>
    mounted('read static role', '{mount}/static-roles/{name}', role),
  connection: (connection: Mounted): VaultRequest =>
    mounted('read connection', '{mount}/config/{name}', connection),
  names: (kind: ListedKind, mount: string): VaultRequest =>
    build({
      operation: `list every ${kind.replace('-', ' ')} of mount`,
      path: listPaths[kind],
      query: 'list=true',
      names: { mount: ['mount', mount] },
      capabilities: ['list'],
    }),
  authRole: (role: Mounted): VaultRequest =>
    mounted('read auth role', 'auth/{mount}/role/{name}', role),
  policy: (name: string): VaultRequest =>
    build({
      operation: 'read policy',
      path: 'sys/policies/acl/{name}',
      names: { name: ['vaultName', name] },
    }),
  leaseIds: ({ mount, name }: Mounted): VaultRequest =>
    build({
      operation: 'list leases of database role',
      path: 'sys/leases/lookup/{mount}/creds/{name}',
      query: 'list=true',
      names: { mount: ['mount', mount], name: ['vaultName', name] },
      capabilities: ['list', 'sudo'],
      rulePath: path => `${path}/`,
    }),
  lease: leaseRequest({
    operation: 'look up a lease',
    path: 'sys/leases/lookup',
    repeatable: true,
  }),
  irrevocableLeases: (): VaultRequest =>
    build({
      operation: 'list irrevocable leases',
      path: 'sys/leases',
      query: 'type=irrevocable',
      names: {},
      capabilities: ['read', 'sudo'],
    }),
  pkiRole: (role: Mounted): VaultRequest =>
    mounted('read PKI role', '{mount}/roles/{name}', role),
  pkiIssuer: (issuer: Mounted): VaultRequest =>
    mounted('read PKI issuer', '{mount}/issuer/{name}', issuer),
  pkiIssuerCertificate: (issuer: Mounted): VaultRequest => ({
    ...mounted('read PKI issuer', '{mount}/issuer/{name}/json', issuer),
    rule: undefined,
  }),
  renewLease: leaseRequest({
    operation: 'renew a lease',
    path: 'sys/leases/renew',
  }),
  revokeLease: leaseRequest({
    operation: 'revoke a lease',
    path: 'sys/leases/revoke',
    body: { sync: true },
  }),
  /** Needs no token. `kubernetes` and `approle` are methods, `mount` is where they are mounted. */
  login: (
    mount: string,
    body: Readonly<Record<string, unknown>>,
  ): VaultRequest => ({
    ...build({
      operation: 'log in at auth mount',
      path: 'auth/{mount}/login',
      method: 'PUT',
      names: { mount: ['mount', mount] },
      capabilities: [],
    }),
    body,
  }),
  lookupSelf: (): VaultRequest =>
    build({
      operation: 'look up our token',
      path: 'auth/token/lookup-self',
      names: {},
    }),
  renewSelf: (): VaultRequest =>
    build({
      operation: 'renew our token',
      path: 'auth/token/renew-self',
      method: 'PUT',
      names: {},
      capabilities: ['update'],
    }),
  revokeSelf: (): VaultRequest =>
    build({
      operation: 'revoke our token',
      path: 'auth/token/revoke-self',
      method: 'PUT',
      names: {},
      capabilities: ['update'],
    }),
} as const;

const segment = '[a-z0-9][a-z0-9_.-]*';
const mount = `${segment}(?:/${segment}){0,3}`;

/** The hot one first. */
const fixed: ReadonlySet<string> = new Set([
  'PUT /v1/sys/leases/lookup',
  'GET /v1/sys/health',
  'GET /v1/sys/leases?type=irrevocable',
  'PUT /v1/sys/leases/renew',
  'PUT /v1/sys/leases/revoke',
  'GET /v1/auth/token/lookup-self',
  'PUT /v1/auth/token/renew-self',
  'PUT /v1/auth/token/revoke-self',
]);

const templates = [
  `GET /v1/sys/mounts/${mount}/tune`,
  `GET /v1/sys/policies/acl/${segment}`,
  `GET /v1/sys/leases/lookup/${mount}/creds/${segment}\\?list=true`,
  `GET /v1/auth/${mount}/role/${segment}`,
  `GET /v1/auth/${mount}/role\\?list=true`,
  `GET /v1/${mount}/(?:roles|static-roles|config)\\?list=true`,
  `PUT /v1/auth/${mount}/login`,
  `GET /v1/${mount}/(?:roles|static-roles|config|issuer)/${segment}`,
  `GET /v1/${mount}/issuer/${segment}/json`,
].map(template => new RegExp(`^${template}$`));

/** Whether a request is one of those above; asked again at the wire, where it is too late to be moved. */
export function isAllowedRequest(method: string, path: string): boolean {
  const line = `${method} ${path}`;
  return fixed.has(line) || templates.some(template => template.test(line));
}
