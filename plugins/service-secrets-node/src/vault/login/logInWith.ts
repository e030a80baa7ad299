import type { LoginConfig } from '../../config';
import type { Grant } from '../TokenSource';
import { loginWithAppRole } from './appRole';
import { loginWithKubernetes } from './kubernetes';
import type { LoginContext } from './LoginContext';
import { loginWithToken } from './token';
import { loginWithTokenFile } from './tokenFile';

/** Gets a token by the method the operator configured. */
export async function logInWith(
  config: LoginConfig,
  context: LoginContext,
): Promise<Grant> {
  switch (config.method) {
    case 'kubernetes':
      return loginWithKubernetes(config, context);
    case 'appRole':
      return loginWithAppRole(config, context);
    case 'tokenFile':
      return loginWithTokenFile(config, context);
    default:
      return loginWithToken(config);
  }
}
