import { isName, NameKind } from 'backstage-plugin-service-secrets-common';

import { IllegalNameError } from '../upstream/IllegalNameError';
import type { Mounted } from './VaultApi';

/** A request we may send to Vault; made by `vaultPaths`, `provisionerPaths` and `proofPaths` only. */
export interface VaultRequest {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  /** Below `/v1/`, encoded, without a query. */
  readonly path: string;
  readonly query?: string;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Whether it may be sent again when its answer is lost; without a word a GET may and no other. */
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

/** Fills a template in; throws `IllegalNameError` for a name that is not spelled as its grammar demands. */
export function build(template: Template): VaultRequest {
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
export function mounted(
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
export function leaseRequest({
  operation,
  path,
  repeatable,
  body,
}: LeaseTemplate) {
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
