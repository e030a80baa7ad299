import { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

import { Core } from './Core';
import { dispatch } from './dispatch/dispatch';
import { VaultProblem } from './VaultProblem';
import { ApiRequest } from './http/ApiRequest';
import { parseRequest } from './http/parseRequest';
import { errorReply, jsonReply, Reply, send } from './http/Reply';
import { isSealed, statusReply } from './sys/status';

/** Paths a rate quota never covers. */
const unlimited = new Set(['sys/health', 'sys/seal-status', 'sys/unseal']);

function rateLimitReply(core: Core, path: string): Reply | undefined {
  const { rateLimit } = core.faults;
  if (!rateLimit || unlimited.has(path)) return undefined;
  if (rateLimit.requests !== undefined) {
    if (rateLimit.requests <= 0) return undefined;
    rateLimit.requests -= 1;
  }
  return jsonReply(
    429,
    { errors: [`request path "${path}": rate limit quota exceeded`] },
    { 'Retry-After': String(rateLimit.retryAfterSeconds) },
  );
}

function faultReply(core: Core, { path }: ApiRequest): Reply | undefined {
  const { failPaths } = core.faults;
  if (failPaths?.pattern.test(path)) {
    return jsonReply(failPaths.status, { errors: failPaths.errors });
  }
  return rateLimitReply(core, path);
}

function refuseUnavailable(core: Core): void {
  if (isSealed(core)) throw new VaultProblem(503, 'Vault is sealed');
  if (core.faults.standby) {
    throw new VaultProblem(
      500,
      'local node not active but active cluster node not found',
    );
  }
}

async function answer(core: Core, request: IncomingMessage): Promise<Reply> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (!url.pathname.startsWith('/v1/')) throw new VaultProblem(404);
  if (request.method === 'OPTIONS') throw new VaultProblem(405);
  const parsed = await parseRequest(request, url);
  const fault = faultReply(core, parsed);
  if (fault) return fault;
  const status = statusReply(core, parsed);
  if (status) return status;
  refuseUnavailable(core);
  return dispatch(core, parsed);
}

async function serve(
  core: Core,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const reply = await answer(core, request).catch(errorReply);
  const { latencyMilliseconds } = core.faults;
  if (latencyMilliseconds > 0) {
    await new Promise(resolve => setTimeout(resolve, latencyMilliseconds));
  }
  send(response, reply);
}

/** Vault's HTTP API over a core. */
export function requestListener(core: Core): RequestListener {
  return (request, response) => {
    void serve(core, request, response);
  };
}
