import type { LoginConfig } from '../../config';
import type { Grant } from '../TokenSource';
import type { LoginContext } from './LoginContext';
import { readSecretFile } from './readSecretFile';

/** How long a token read from a file is used before the file is read again. */
const REREAD_SECONDS = 60;

/** Takes the token a Vault Agent keeps in a file; the agent renews and replaces it. */
export async function loginWithTokenFile(
  { tokenFile }: Extract<LoginConfig, { method: 'tokenFile' }>,
  { target }: LoginContext,
): Promise<Grant> {
  const token = await readSecretFile(tokenFile, target);
  return { token, ttlSeconds: REREAD_SECONDS, renewable: false, own: false };
}
