import { Core } from '../Core';
import { ApiRequest } from '../http/ApiRequest';
import { MountEntry, Routed } from '../mounts/MountTable';
import { Acl } from '../policy/Acl';
import {
  barePermissionDenied,
  invalidToken,
  permissionDenied,
} from '../problems';
import { Token } from '../token/Token';
import { isSpecial } from './specialPaths';
import { addressAllowed } from '../token/cidr';

/** Rules of a token over all its policies. */
export function aclOf(core: Core, token: Token): Acl {
  return core.policies.aclOf(token.policies, token.identity);
}

/** The token of a request that needs one. */
export function authenticate(core: Core, request: ApiRequest): Token {
  if (!request.tokenId) throw barePermissionDenied();
  const token = core.tokens.find(request.tokenId);
  if (!token) throw invalidToken();
  if (!addressAllowed(token.boundCidrs, request.remoteAddress)) {
    throw permissionDenied();
  }
  return token;
}

async function isCreate(entry: MountEntry, request: ApiRequest, rest: string) {
  if (request.operation !== 'update' || !entry.engine.exists) return false;
  return !(await entry.engine.exists(rest));
}

/** Refuses what the token's policies do not allow. */
export async function authorise(
  core: Core,
  request: ApiRequest,
  access: { token: Token; routed?: Routed },
): Promise<void> {
  const { token, routed } = access;
  const create = routed && (await isCreate(routed.entry, request, routed.rest));
  const allowed = aclOf(core, token).allows({
    operation: create ? 'create' : request.operation,
    path: request.path,
    data: request.data,
    needsSudo: isSpecial(routed?.entry.engine.sudoPaths, routed?.rest ?? ''),
    wrapTtl: request.wrapTtl,
  });
  if (!allowed) throw permissionDenied();
}
