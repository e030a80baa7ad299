import type { LoginConfig } from '../../config';
import type { Grant } from '../TokenSource';
import type { LoginContext } from './LoginContext';
import { readSecretFile } from './readSecretFile';

/** Logs in with a service-account token; the kubelet replaces its file, so it is read each time. */
export async function loginWithKubernetes(
  config: Extract<LoginConfig, { method: 'kubernetes' }>,
  { target, logIn }: LoginContext,
): Promise<Grant> {
  const jwt = await readSecretFile(config.tokenFile, target);
  return logIn(config.mount, { role: config.role, jwt });
}
