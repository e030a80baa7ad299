import path from 'node:path';

/** Loopback ports of the two programs. */
export interface AssetPorts {
  readonly etcd: number;
  readonly api: number;
}

/** The files the two programs read, below one folder. */
export const assetFiles = {
  data: 'etcd',
  certificate: 'apiserver.crt',
  key: 'apiserver.key',
  tokens: 'tokens.csv',
  serviceAccountKey: 'service-account.key',
  serviceAccountPublicKey: 'service-account.pub',
} as const;

/** Where service account tokens say they come from, as in a cluster made by kubeadm. */
export const SERVICE_ACCOUNT_ISSUER =
  'https://kubernetes.default.svc.cluster.local';

/** The command line of an etcd with one member that loses its data with its folder. */
export function etcdArguments(folder: string, ports: AssetPorts): string[] {
  const client = `http://127.0.0.1:${ports.etcd}`;
  return [
    `--data-dir=${path.join(folder, assetFiles.data)}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    // Nobody joins: any free port will do.
    '--listen-peer-urls=http://127.0.0.1:0',
    '--unsafe-no-fsync',
  ];
}

/** The command line of a kube-apiserver with RBAC and service account tokens. */
export function apiServerArguments(
  folder: string,
  ports: AssetPorts,
): string[] {
  const at = (name: keyof typeof assetFiles) =>
    path.join(folder, assetFiles[name]);
  return [
    `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${ports.api}`,
    `--cert-dir=${folder}`,
    `--tls-cert-file=${at('certificate')}`,
    `--tls-private-key-file=${at('key')}`,
    `--token-auth-file=${at('tokens')}`,
    '--authorization-mode=RBAC',
    `--service-account-issuer=${SERVICE_ACCOUNT_ISSUER}`,
    `--service-account-key-file=${at('serviceAccountPublicKey')}`,
    `--service-account-signing-key-file=${at('serviceAccountKey')}`,
    '--service-cluster-ip-range=10.96.0.0/16',
    // Mounting default tokens needs the controller manager, which is not there.
    '--disable-admission-plugins=ServiceAccount',
    '--allow-privileged=true',
  ];
}

/** The token file: one administrator. */
export function tokenFile(adminToken: string): string {
  return `${adminToken},sandbox-admin,sandbox-admin,"system:masters"\n`;
}
