import { VaultProblem } from '../VaultProblem';
import { Core } from '../Core';
import { ApiRequest } from '../http/ApiRequest';
import { emptyEnvelope, Envelope, envelopeBody } from '../http/envelope';
import { jsonReply, Reply } from '../http/Reply';
import { WrappedResponse } from '../token/WrappingStore';
import { rfc3339 } from '../values/duration';

const neverWrapped = new Set([
  'sys/wrapping/lookup',
  'sys/wrapping/unwrap',
  'sys/wrapping/rewrap',
]);

/** A wrapping token used by itself is judged before anything else: 400 when it is spent. */
export function checkWrappingToken(core: Core, request: ApiRequest): void {
  const alone = request.path === 'sys/wrapping/unwrap' && !request.data.token;
  if (alone && !request.tokenId) {
    throw new VaultProblem(
      403,
      'error validating wrapping token: token is empty',
    );
  }
  if (alone && request.tokenId) core.wrapping.peek(request.tokenId);
}

/** Keeps the answer for the holder of a new single-use token and answers with that token. */
export function wrapReply(
  core: Core,
  origin: { request: ApiRequest; mountType: string },
  envelope: Envelope,
): Reply {
  const { request, mountType } = origin;
  if (neverWrapped.has(request.path)) {
    return jsonReply(200, envelopeBody(envelope, request.path));
  }
  // What is kept is the envelope alone, whatever the path repeats beside it.
  return keepWrapped(core, {
    body: envelope,
    creationPath: request.path,
    ttl: request.wrapTtl ?? 0,
    mountType,
    accessor: envelope.auth?.accessor,
  });
}

/** Makes the token of a wrapped response and the answer that tells it. */
export function keepWrapped(
  core: Core,
  wrapped: Omit<WrappedResponse, 'token'>,
): Reply {
  const { ttl, creationPath, mountType, accessor } = wrapped;
  const token = core.tokens.create({
    path: creationPath,
    policies: ['response-wrapping'],
    displayName: '',
    ttl,
    explicitMaxTtl: ttl,
    usesLeft: 1,
    renewable: false,
  });
  core.wrapping.put({ ...wrapped, token });
  return jsonReply(200, {
    ...emptyEnvelope(mountType),
    request_id: '',
    wrap_info: {
      token: token.id,
      accessor: token.accessor,
      ttl,
      creation_time: rfc3339(token.createdAt),
      creation_path: creationPath,
      ...(accessor ? { wrapped_accessor: accessor } : {}),
    },
  });
}
