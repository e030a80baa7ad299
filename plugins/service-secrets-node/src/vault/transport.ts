import type { Transport } from '../upstream/Transport';
import { TransportError } from '../upstream/TransportError';
import type { VaultAnswer } from './VaultAnswer';

/** What node-vault hands to its `request-promise` object. */
interface NodeVaultRequest {
  readonly method: string;
  readonly uri: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A body, or `true` for none. */
  readonly json?: unknown;
  /** Ours: a POST that only reads, such as a lease lookup. */
  readonly repeatable?: boolean;
}

interface NodeVaultResponse {
  readonly statusCode: 200;
  readonly body: VaultAnswer;
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

async function exchange(
  { transport, isAllowed }: WireOptions,
  options: NodeVaultRequest,
): Promise<NodeVaultResponse> {
  const { method, uri, headers, json } = options;
  const path = uri.slice(transport.origin.length);
  if (!uri.startsWith(`${transport.origin}/v1/`) || !isAllowed(method, path)) {
    throw new TransportError('bad-answer');
  }
  const hasBody = typeof json === 'object' && json !== null;
  const { status, body } = await transport.send({
    method: method === 'GET' ? 'GET' : 'PUT',
    path,
    headers: headers ?? {},
    body: hasBody ? JSON.stringify(json) : undefined,
    repeatable: method === 'GET' || options.repeatable === true,
  });
  return { statusCode: 200, body: { status, body: parseBody(body) } };
}

/**
 * The transport node-vault gets instead of its own, which follows redirects
 * with the token, reads proxies from the environment and has no limits. Every
 * answer is handed through as a success with its status inside, so that
 * node-vault's own judgement (any path with `sys/health` succeeds) plays no part.
 */
export function requestPromise(wire: WireOptions) {
  return {
    defaults: () => (options: NodeVaultRequest) => exchange(wire, options),
  };
}
