import { Core } from '../Core';
import { ApiRequest } from '../http/ApiRequest';
import { emptyEnvelope, Envelope, envelopeBody } from '../http/envelope';
import { jsonReply, Reply } from '../http/Reply';
import { rfc3339 } from '../values/duration';

const neverWrapped = new Set([
  'sys/wrapping/lookup',
  'sys/wrapping/unwrap',
  'sys/wrapping/rewrap',
]);

/** A wrapping token used by itself is judged before anything else: 400 when it is spent. */
export function checkWrappingToken(core: Core, request: ApiRequest): void {
  const alone = request.path === 'sys/wrapping/unwrap' && !request.data.token;
  if (alone && request.tokenId) core.wrapping.peek(request.tokenId);
}

/** Keeps the answer for the holder of a new single-use token and answers with that token. */
export function wrapReply(
  core: Core,
  origin: { request: ApiRequest; mountType: string },
  envelope: Envelope,
): Reply {
  const { request, mountType } = origin;
  const body = envelopeBody(envelope, request.path);
  if (neverWrapped.has(request.path)) return jsonReply(200, body);
  const ttl = request.wrapTtl ?? 0;
  const token = core.tokens.create({
    path: request.path,
    policies: ['response-wrapping'],
    displayName: '',
    ttl,
    explicitMaxTtl: ttl,
    usesLeft: 1,
    renewable: false,
  });
  core.wrapping.put({ token, creationPath: request.path, ttl, body });
  return jsonReply(200, {
    ...emptyEnvelope(mountType),
    request_id: '',
    wrap_info: {
      token: token.id,
      accessor: token.accessor,
      ttl,
      creation_time: rfc3339(token.createdAt),
      creation_path: request.path,
      ...wrappedAccessor(envelope),
    },
  });
}

function wrappedAccessor(envelope: Envelope) {
  const accessor = envelope.auth?.accessor;
  return accessor ? { wrapped_accessor: accessor } : {};
}
