import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { KubernetesClient } from '../controllers/client/KubernetesClient';
import { resourceTypes } from '../controllers/client/kubernetesTypes';
import { makeServingCertificate } from '../kubernetes/cluster/certificates';
import { renderKubeconfig } from '../kubernetes/cluster/kubeconfig';
import { isExecutable } from './executables';
import { freePort } from './freePort';
import { installDefinitions } from './installDefinitions';
import {
  apiServerArguments,
  assetFiles,
  etcdArguments,
  tokenFile,
  type AssetPorts,
} from './kubernetesArguments';
import type { KubernetesHandle } from './KubernetesHandle';
import { ServerProcess } from './ServerProcess';
import { makeTemporaryFolder } from '../temporaryFolder';

interface Binaries {
  readonly etcd: string;
  readonly apiServer: string;
}

/** The two programs of a folder that setup-envtest fills; says which one is missing. */
export async function findAssets(folder: string): Promise<Binaries> {
  const etcd = path.join(folder, 'etcd');
  const apiServer = path.join(folder, 'kube-apiserver');
  const missing: string[] = [];
  for (const file of [etcd, apiServer])
    if (!(await isExecutable(file))) missing.push(file);
  if (missing.length > 0)
    throw new Error(
      `KUBEBUILDER_ASSETS is "${folder}", but ${missing.join(
        ' and ',
      )} cannot be run. Fetch both with "setup-envtest use -p path", or unset KUBEBUILDER_ASSETS.`,
    );
  return { etcd, apiServer };
}

async function writeFiles(folder: string, adminToken: string) {
  const serving = await makeServingCertificate();
  const account = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const texts: [keyof typeof assetFiles, string][] = [
    ['certificate', serving.certificatePem],
    ['key', serving.keyPem],
    ['tokens', tokenFile(adminToken)],
    [
      'serviceAccountKey',
      account.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    ],
    [
      'serviceAccountPublicKey',
      account.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    ],
  ];
  for (const [name, text] of texts)
    await writeFile(path.join(folder, assetFiles[name]), text, { mode: 0o600 });
  return serving.caPem;
}

type Cleanup = () => Promise<void>;

/** How to start the two programs. */
export interface AssetOptions {
  /** Absent: any free port. */
  readonly port?: number;
  /** How long each program may take until it answers. */
  readonly readyWithinMs?: number;
}

async function startPrograms(
  binaries: Binaries,
  place: {
    folder: string;
    ports: AssetPorts;
    cleanups: Cleanup[];
    readyWithinMs?: number;
  },
): Promise<ServerProcess> {
  const { folder, ports, cleanups, readyWithinMs } = place;
  const env = { HOME: folder, PATH: process.env.PATH };
  const etcd = new ServerProcess({
    name: 'etcd',
    file: binaries.etcd,
    args: etcdArguments(folder, ports),
    env,
    readyWithinMs,
  });
  cleanups.push(() => etcd.stop());
  await etcd.untilReady(async () => {
    const { ok } = await fetch(`http://127.0.0.1:${ports.etcd}/health`);
    if (!ok) throw new Error('not healthy yet');
  });
  const apiServer = new ServerProcess({
    name: 'kube-apiserver',
    file: binaries.apiServer,
    args: apiServerArguments(folder, ports),
    env,
    readyWithinMs,
  });
  cleanups.push(() => apiServer.stop());
  return apiServer;
}

/** RBAC's own roles and the namespace `default` are made after the server answers; both are awaited. */
async function untilUsable(client: KubernetesClient): Promise<void> {
  const ready = await Promise.all([
    client.get(resourceTypes.clusterRoles, { name: 'cluster-admin' }),
    client.get(resourceTypes.namespaces, { name: 'default' }),
  ]);
  if (ready.includes(undefined)) throw new Error('still bootstrapping');
}

async function build(
  binaries: Binaries,
  cleanups: Cleanup[],
  { port, readyWithinMs }: AssetOptions,
): Promise<Omit<KubernetesHandle, 'stop'>> {
  const folder = await makeTemporaryFolder('kubernetes');
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  const adminToken = randomBytes(24).toString('base64url');
  const caPem = await writeFiles(folder, adminToken);
  const ports = { etcd: await freePort(), api: port ?? (await freePort()) };
  const place = { folder, ports, cleanups, readyWithinMs };
  const apiServer = await startPrograms(binaries, place);
  const url = `https://127.0.0.1:${ports.api}`;
  const client = new KubernetesClient({
    url,
    ca: caPem,
    token: () => adminToken,
  });
  try {
    await apiServer.untilReady(() => untilUsable(client));
    await installDefinitions(client);
  } finally {
    client.close();
  }
  const access = { url, caPem, token: adminToken };
  return { url, caPem, adminToken, kubeconfig: () => renderKubeconfig(access) };
}

/** Starts the etcd and kube-apiserver of a folder on the loopback address, with our definitions installed. */
export async function startKubernetesAssets(
  assets: string,
  options: AssetOptions = {},
): Promise<KubernetesHandle> {
  const binaries = await findAssets(assets);
  const cleanups: Cleanup[] = [];
  const stop = async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  };
  try {
    return { ...(await build(binaries, cleanups, options)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
