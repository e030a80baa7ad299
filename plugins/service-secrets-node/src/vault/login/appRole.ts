import type { LoginConfig } from '../../config';
import type { Grant } from '../TokenSource';
import type { LoginContext } from './LoginContext';
import { readSecretFile } from './readSecretFile';

/** Logs in with a role id and a secret id, the latter from the config or from a file. */
export async function loginWithAppRole(
  config: Extract<LoginConfig, { method: 'appRole' }>,
  { target, logIn }: LoginContext,
): Promise<Grant> {
  const secretId =
    config.secretIdFile === undefined
      ? config.secretId
      : await readSecretFile(config.secretIdFile, target);
  return logIn(config.mount, { role_id: config.roleId, secret_id: secretId });
}
