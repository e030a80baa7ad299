import { subscribe } from 'node:diagnostics_channel';
import { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';

/** Requests by method and kind of path. */
export interface RequestCounts {
  readonly vault: Readonly<Record<string, number>>;
  readonly kubernetes: Readonly<Record<string, number>>;
}

const vaultKinds: readonly (readonly [RegExp, string])[] = [
  [/^sys\/leases\/lookup\/.+$/, 'sys/leases/lookup/database/creds/{role}'],
  [/^(auth\/[^/]+\/role|sys\/policies\/acl)\/[^/]+$/, '$1/{name}'],
  [/^(sys\/mounts)\/.+\/tune$/, '$1/{mount}/tune'],
  [/^([^/]+\/(?:roles|static-roles|config|issuer))\/[^/]+/, '$1/{name}'],
];

/** The path without the names in it. */
export function vaultKind(method: string, url: string): string {
  const { pathname, searchParams } = new URL(url, 'http://vault');
  const path = decodeURIComponent(pathname).replace(/^\/v1\//, '');
  const [pattern, kind] = vaultKinds.find(([each]) => each.test(path)) ?? [
    /^.*$/,
    path,
  ];
  const verb = searchParams.get('list') === 'true' ? 'LIST' : method;
  return `${verb} ${path.replace(pattern, kind)}`;
}

/** The resource alone: group, version and names are left out. */
export function kubernetesKind(method: string, url: string): string {
  const { pathname } = new URL(url, 'https://kubernetes');
  const inGroup = pathname.replace(/^\/(?:api|apis\/[^/]+)\/[^/]+\//, '');
  if (inGroup === pathname) return `${method} ${pathname}`;
  const path = inGroup.replace(/^namespaces\/[^/]+\/(?=.)/, '');
  const [resource, name] = path.split('/');
  const verb = method === 'GET' && name === undefined ? 'LIST' : method;
  return `${verb} ${resource}`;
}

/** Counts what the servers of this process are asked, as Node's own HTTP server tells of it. */
export class RequestCounter {
  private counts = { vault: {}, kubernetes: {} } as {
    // Two plain objects: what is counted is sent as JSON.
    readonly [Server in keyof RequestCounts]: Record<string, number>;
  };

  constructor() {
    subscribe('http.server.request.start', message => this.note(message));
  }

  /** The counts so far, which start anew. */
  take(): RequestCounts {
    const taken = this.counts;
    this.counts = { vault: {}, kubernetes: {} };
    return taken;
  }

  private note(message: unknown): void {
    if (typeof message !== 'object' || message === null) return;
    if (!('request' in message)) return;
    const { request } = message;
    if (!(request instanceof IncomingMessage)) return;
    const { method = '', url = '/', socket } = request;
    // Kubernetes alone is served over TLS.
    const isKubernetes = socket instanceof TLSSocket;
    const kind = isKubernetes
      ? kubernetesKind(method, url)
      : vaultKind(method, url);
    const counts = isKubernetes ? this.counts.kubernetes : this.counts.vault;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
}
