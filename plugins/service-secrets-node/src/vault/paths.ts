import { isName, NameKind } from 'backstage-plugin-service-secrets-common';

import { IllegalNameError } from '../upstream/IllegalNameError';
import type { Mounted } from './VaultApi';

/** A request we may send to Vault; there is no other way to make one than the functions below. */
export interface VaultRequest {
  readonly method: 'GET' | 'PUT';
  /** Below `/v1/`, encoded, without a query. */
  readonly path: string;
  readonly query?: string;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Set on a PUT that changes nothing, so that it may be sent again. */
  readonly repeatable?: boolean;
  /** What it does, in words and names: for messages. */
  readonly operation: string;
  /** The policy block that permits it, ready to paste; undefined when none is needed. */
  readonly rule?: string;
}

interface Template {
  readonly operation: string;
  /** Segments in braces are filled in: `{mount}/roles/{name}`. */
  readonly path: string;
  readonly names: Readonly<Record<string, readonly [NameKind, string]>>;
  readonly method?: VaultRequest['method'];
  readonly query?: string;
  readonly capabilities?: readonly string[];
  /** Vault judges a list by its path with a slash at the end. */
  readonly rulePath?: (path: string) => string;
}

/** One lease id as Vault makes them; it travels in a body, never in a path. */
const leaseIdPattern = /^[A-Za-z0-9][A-Za-z0-9/_.-]{0,510}[A-Za-z0-9]$/;

function policyBlock(path: string, capabilities: readonly string[]): string {
  const list = capabilities.map(name => `"${name}"`).join(', ');
  return `path "${path}" { capabilities = [${list}] }`;
}

/** The path a URL parser makes of it; a name that moves or cuts the path shows here. */
function survivesParsing(path: string): boolean {
  return new URL(`http://vault.invalid/v1/${path}`).pathname === `/v1/${path}`;
}

function build(template: Template): VaultRequest {
  const { operation, names, capabilities = ['read'] } = template;
  let path = template.path;
  for (const [key, [kind, value]] of Object.entries(names)) {
    if (!isName(kind, value)) throw new IllegalNameError(operation);
    const encoded = value.split('/').map(encodeURIComponent).join('/');
    path = path.replace(`{${key}}`, encoded);
  }
  if (!survivesParsing(path)) throw new IllegalNameError(operation);
  const label = Object.values(names)
    .map(([, value]) => value)
    .join('/');
  return {
    method: template.method ?? 'GET',
    path,
    query: template.query,
    operation: label ? `${operation} ${label}` : operation,
    rule:
      capabilities.length > 0
        ? policyBlock(template.rulePath?.(path) ?? path, capabilities)
        : undefined,
  };
}

/** A read of `{mount}/<middle>/{name}`. */
function mounted(
  operation: string,
  path: string,
  { mount, name }: Mounted,
): VaultRequest {
  return build({
    operation,
    path,
    names: { mount: ['mount', mount], name: ['vaultName', name] },
  });
}

interface LeaseTemplate {
  readonly operation: string;
  readonly path: string;
  readonly repeatable?: boolean;
  /** What the body holds besides the id. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/** Ten thousand of these are made at a time, so all but the id is made once. */
function leaseRequest({ operation, path, repeatable, body }: LeaseTemplate) {
  const rule = policyBlock(path, ['update']);
  return (id: string): VaultRequest => {
    if (!leaseIdPattern.test(id)) throw new IllegalNameError(operation);
    return {
      method: 'PUT',
      path,
      body: body ? { lease_id: id, ...body } : { lease_id: id },
      repeatable,
      operation,
      rule,
    };
  };
}

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
  `PUT /v1/auth/${mount}/login`,
  `GET /v1/${mount}/(?:roles|static-roles|config|issuer)/${segment}`,
  `GET /v1/${mount}/issuer/${segment}/json`,
].map(template => new RegExp(`^${template}$`));

/** Whether a request is one of those above; asked again at the wire, where it is too late to be moved. */
export function isAllowedRequest(method: string, path: string): boolean {
  const line = `${method} ${path}`;
  return fixed.has(line) || templates.some(template => template.test(line));
}
