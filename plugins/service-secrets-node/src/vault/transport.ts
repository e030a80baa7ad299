import type { HttpAnswer } from '../upstream/HttpPool';
import type { Transport } from '../upstream/Transport';
import { TransportError } from '../upstream/TransportError';
import type { VaultAnswer } from './VaultAnswer';

type Method = 'GET' | 'PUT' | 'DELETE';

function isMethod(method: string): method is Method {
  return ['GET', 'PUT', 'DELETE'].includes(method);
}

/** What node-vault hands to its `request-promise` object. */
interface NodeVaultRequest {
  readonly method: string;
  readonly uri: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A body, or `true` for none. */
  readonly json?: unknown;
  /** Ours: whether it may be sent again; a GET may unless told otherwise. */
  readonly repeatable?: boolean;
}

/** Over what node-vault sends, and which requests may pass. */
export interface WireOptions {
  readonly transport: Transport;
  isAllowed(method: string, path: string): boolean;
}

function parseBody(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function exchange(
  { transport, isAllowed }: WireOptions,
  options: NodeVaultRequest,
): Promise<HttpAnswer> {
  const { method, uri, headers, json } = options;
  const path = uri.slice(transport.origin.length);
  const ours = uri.startsWith(`${transport.origin}/v1/`);
  if (!ours || !isMethod(method) || !isAllowed(method, path)) {
    return Promise.reject(new TransportError('bad-answer'));
  }
  const hasBody = typeof json === 'object' && json !== null;
  return transport.send({
    method,
    path,
    headers: headers ?? {},
    body: hasBody ? JSON.stringify(json) : undefined,
    repeatable: options.repeatable ?? method === 'GET',
  });
}

/**
 * The transport node-vault gets instead of its own, which follows redirects
 * with the token, reads proxies from the environment and has no limits.
 */
export function requestPromise(wire: WireOptions) {
  return {
    defaults: () => (options: NodeVaultRequest) => exchange(wire, options),
  };
}

/**
 * Takes the place of node-vault's own judgement, to which any path with
 * `sys/health` is a success and any other failure an error with the answer inside.
 */
export function handleVaultResponse({ status, body }: HttpAnswer): VaultAnswer {
  return { status, body: parseBody(body) };
}
