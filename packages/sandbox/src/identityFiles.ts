import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { KubernetesClient } from './controllers/client/KubernetesClient';
import { identities, type Identity } from './seed/identities';
import { VAULT_AUDIENCE } from './seed/vaultObjects';

const TOKEN_SECONDS = 3600;
const REFRESH_MS = 30 * 60 * 1000;

/** The names of the files in a sandbox's directory. */
export const sandboxFiles = {
  kubeconfig: 'kubeconfig',
  ca: 'ca.crt',
  postgresCa: 'postgres-ca.crt',
  kubernetesToken: 'backstage-token',
  vaultJwt: 'backstage-vault-jwt',
  operatorToken: 'backstage-operator-token',
  operatorVaultJwt: 'backstage-operator-vault-jwt',
  provisionerToken: 'backstage-provisioner-token',
  provisionerVaultJwt: 'backstage-provisioner-vault-jwt',
} as const;

/** Readers see the old file or the new one, never half of one. */
async function replaceFile(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** Writes how to reach the API server. */
export async function writeClusterFiles(
  directory: string,
  cluster: { kubeconfig: string; caPem: string },
): Promise<void> {
  const at = (name: string) => path.join(directory, name);
  await replaceFile(at(sandboxFiles.kubeconfig), cluster.kubeconfig);
  await replaceFile(at(sandboxFiles.ca), cluster.caPem);
}

/** Writes the CA of the database server's certificate; answers the file. */
export async function writePostgresCa(
  directory: string,
  pem: string,
): Promise<string> {
  const file = path.resolve(directory, sandboxFiles.postgresCa);
  await replaceFile(file, pem);
  return file;
}

async function writeTokens(
  directory: string,
  client: KubernetesClient,
): Promise<void> {
  const token = async (identity: Identity, audiences?: string[]) => {
    const made = await client.serviceAccountToken(identity, {
      ...(audiences && { audiences }),
      expirationSeconds: TOKEN_SECONDS,
    });
    return made.token;
  };
  const { backstage, operator, provisioner } = identities;
  const forVault = [VAULT_AUDIENCE];
  const files: [string, string][] = [
    [sandboxFiles.kubernetesToken, await token(backstage)],
    [sandboxFiles.vaultJwt, await token(backstage, forVault)],
    [sandboxFiles.operatorToken, await token(operator)],
    [sandboxFiles.operatorVaultJwt, await token(operator, forVault)],
    [sandboxFiles.provisionerToken, await token(provisioner)],
    [sandboxFiles.provisionerVaultJwt, await token(provisioner, forVault)],
  ];
  for (const [name, text] of files)
    await replaceFile(path.join(directory, name), text);
}

/** Keeps the tokens of Backstage's service accounts fresh, as a kubelet does in a pod; answers how to end it. */
export async function keepTokens(
  directory: string,
  client: KubernetesClient,
): Promise<() => void> {
  await writeTokens(directory, client);
  const timer = setInterval(() => {
    // A refresh that fails leaves the old token, which is good for as long again.
    writeTokens(directory, client).catch(() => undefined);
  }, REFRESH_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Removes what this run wrote. */
export async function removeFiles(directory: string): Promise<void> {
  for (const name of Object.values(sandboxFiles))
    await rm(path.join(directory, name), { force: true });
}
