import type { LoginConfig } from '../../config';
import type { Grant } from '../TokenSource';

/** Takes the token from the config; whoever made it keeps it alive. */
export async function loginWithToken({
  token,
}: Extract<LoginConfig, { method: 'token' }>): Promise<Grant> {
  return { token, ttlSeconds: 0, renewable: false, own: false };
}
