import { Core } from '../Core';
import { EngineResponse } from '../Engine';
import { VaultProblem } from '../VaultProblem';
import { ApiRequest } from '../http/ApiRequest';
import {
  authFields,
  emptyEnvelope,
  Envelope,
  envelopeBody,
  leaseFields,
  renewedFields,
} from '../http/envelope';
import { jsonReply, Reply } from '../http/Reply';
import { Routed } from '../mounts/MountTable';
import {
  badRequest,
  nothingThere,
  unsupportedPath,
  internalError,
  reasonOf,
} from '../problems';
import { Token } from '../token/Token';
import { authenticate, authorise } from './authorise';
import { grantAuth } from './grantAuth';
import { isSpecial } from './specialPaths';
import { checkWrappingToken, wrapReply } from './wrap';

/** A request that found its mount and passed its checks. */
interface Admitted {
  readonly request: ApiRequest;
  readonly routed: Routed;
  readonly token?: Token;
}

function refuseNamespace({ namespace, path }: ApiRequest): void {
  const name = namespace?.replace(/^\/+|\/+$/g, '') ?? '';
  if (name === '' || name === 'root') return;
  // Without the Enterprise feature a namespace is only a longer path nobody serves.
  throw new VaultProblem(
    404,
    `no handler for route "${name}/${path}". route entry not found.`,
  );
}

async function admit(core: Core, request: ApiRequest): Promise<Admitted> {
  const routed = core.mounts.route(request.path);
  if (
    routed &&
    isSpecial(routed.entry.engine.unauthenticatedPaths, routed.rest)
  ) {
    const known = request.tokenId && core.tokens.find(request.tokenId);
    return { request, routed, token: known || undefined };
  }
  const token = authenticate(core, request);
  countUse(token);
  try {
    await authorise(core, request, { token, routed });
  } catch (error) {
    endIfUsedUp(core, token);
    throw error;
  }
  if (!routed) {
    throw new VaultProblem(
      404,
      `no handler for route "${request.path}". route entry not found.`,
    );
  }
  return { request, routed, token };
}

/** A token on its last use is told apart from one without limit by going below zero. */
function countUse(token: Token): void {
  if (token.usesLeft === 0) return;
  token.usesLeft -= 1;
  if (token.usesLeft === 0) token.usesLeft = -1;
}

function endIfUsedUp(core: Core, token: Token | undefined): void {
  if (token && token.usesLeft < 0) core.tokens.revokeTree(token);
}

function callEngine(core: Core, admitted: Admitted) {
  const { request, routed, token } = admitted;
  const { mount, engine } = routed.entry;
  const path =
    request.operation === 'list' ? routed.rest.replace(/\/$/, '') : routed.rest;
  return engine.handle({
    operation: request.operation,
    path,
    data: request.data,
    mount,
    displayName: token?.displayName,
    query: request.query,
    lifetimes: { ...core.mounts.limits(mount), now: core.clock.now() },
    remoteAddress: request.remoteAddress,
    caller: token,
    wrapped: request.wrapTtl !== undefined,
  });
}

function isEmpty(response: EngineResponse, operation: string): boolean {
  const { data, warnings } = response;
  if (operation === 'list' && data && Array.isArray(data.keys)) {
    return data.keys.length === 0 && !warnings?.length;
  }
  const granted =
    response.lease ?? response.auth ?? response.token ?? response.renewed;
  return !data && !granted && !warnings?.length;
}

function addLease(core: Core, admitted: Admitted, response: EngineResponse) {
  const { request, routed, token } = admitted;
  if (!response.lease) return undefined;
  const granted = core.engineLeases.grant(
    { entry: routed.entry, path: request.path, token },
    response.lease,
  );
  if (token && token.usesLeft < 0) {
    core.leases.revokeSoon(granted.lease);
    throw badRequest(
      'Secret cannot be returned; token had one use left, so leased credentials were immediately revoked.',
    );
  }
  return granted;
}

function envelopeFor(
  core: Core,
  admitted: Admitted,
  response: EngineResponse,
): Envelope {
  const { request, routed } = admitted;
  const { entry } = routed;
  const envelope = emptyEnvelope(entry.mount.type);
  const now = core.clock.now();
  const lease = addLease(core, admitted, response);
  const login =
    response.auth &&
    grantAuth(core, entry, { path: request.path, grant: response.auth });
  const subject = login?.token ?? response.token;
  const warnings = [response, lease, login].flatMap(
    part => part?.warnings ?? [],
  );
  return {
    ...envelope,
    ...(lease && leaseFields(lease.lease, now)),
    ...(response.renewed && renewedFields(response.renewed)),
    data: response.data ?? null,
    auth: subject
      ? {
          ...authFields(subject, now),
          ...(response.hidesToken && { client_token: '' }),
        }
      : null,
    warnings: warnings.length > 0 ? warnings : null,
  };
}

/** The reply to an answer that holds nothing; undefined when it holds something. */
function emptyReply(
  response: EngineResponse,
  operation: string,
): Reply | undefined {
  const { status } = response;
  const accepted = status === 202;
  if ((status !== undefined && !accepted) || !isEmpty(response, operation)) {
    return undefined;
  }
  if (accepted) return { status };
  if (operation === 'read' || operation === 'list') throw nothingThere();
  return { status: 204 };
}

function replyFor(
  core: Core,
  admitted: Admitted,
  response: EngineResponse | undefined,
): Reply {
  const { request, routed } = admitted;
  if (!response) throw unsupportedPath();
  const bare = response.raw ?? emptyReply(response, request.operation);
  if (bare) return bare;
  const envelope = envelopeFor(core, admitted, response);
  const status = response.status ?? 200;
  if (request.wrapTtl !== undefined && status < 400) {
    return wrapReply(
      core,
      { request, mountType: routed.entry.mount.type },
      envelope,
    );
  }
  return jsonReply(status, envelopeBody(envelope, request.path));
}

function isOpen({ routed }: Admitted): boolean {
  return isSpecial(routed.entry.engine.unauthenticatedPaths, routed.rest);
}

/** Where no token is needed, a single problem is not told as a list of one. */
function bareProblem(error: unknown): unknown {
  const { status, errors } =
    error instanceof VaultProblem ? error : internalError(reasonOf(error));
  const single = /^1 error occurred:\n\t\* ([^]*)\n\n$/.exec(errors[0] ?? '');
  return single ? new VaultProblem(status, single[1]) : error;
}

/** Answers one API call: who, may they, which engine, what came of it. */
export async function dispatch(
  core: Core,
  request: ApiRequest,
): Promise<Reply> {
  refuseNamespace(request);
  checkWrappingToken(core, request);
  const admitted = await admit(core, request);
  try {
    return replyFor(core, admitted, await callEngine(core, admitted));
  } catch (error) {
    throw isOpen(admitted) ? bareProblem(error) : error;
  } finally {
    endIfUsedUp(core, admitted.token);
  }
}
