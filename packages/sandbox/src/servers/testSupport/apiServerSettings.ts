import {
  createPrivateKey,
  createPublicKey,
  X509Certificate,
} from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { z } from 'zod';

const text = z.string().transform((file, context) => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    context.addIssue(`cannot be read: ${String(error)}`);
    return z.NEVER;
  }
});
const folder = z
  .string()
  .refine(
    name => statSync(name, { throwIfNoEntry: false })?.isDirectory(),
    'is no folder',
  );

/** What the reference page of kube-apiserver says about each flag that the sandbox passes; any other is refused. */
const flagSchema = z.object({
  'etcd-servers': z.url({ protocol: /^https?$/ }),
  'bind-address': z.ipv4(),
  'advertise-address': z.ipv4(),
  'secure-port': z.coerce.number().int().min(1).max(65_535),
  'cert-dir': folder,
  'tls-cert-file': text,
  'tls-private-key-file': text,
  'token-auth-file': text,
  'authorization-mode': z.literal('RBAC'),
  'service-account-issuer': z.url({ protocol: /^https$/ }),
  'service-account-key-file': text,
  'service-account-signing-key-file': text,
  'service-cluster-ip-range': z.cidrv4(),
  'disable-admission-plugins': z.literal('ServiceAccount'),
  'allow-privileged': z.literal('true'),
});
type Flags = z.infer<typeof flagSchema>;

/** A line of the token file: token, user name, user id and, in quotes when there are several, groups. */
const tokenLine = /^([^,\s]+),([^,\s]+),([^,\s]+)(?:,(?:"([^"]*)"|([^",]*)))?$/;

/** The token of the first user in `system:masters`. */
export function adminTokenOf(csv: string): string {
  const lines = csv.split('\n').filter(line => line.trim() !== '');
  for (const line of lines) {
    const match = tokenLine.exec(line);
    // The line itself is a secret.
    if (!match) throw new Error('token-auth-file: a line is no token line');
    const [, token, , , quoted, plain] = match;
    const groups = (quoted ?? plain ?? '').split(',');
    if (groups.includes('system:masters')) return token;
  }
  throw new Error('token-auth-file: nobody is in the group system:masters');
}

function checkPairs(flags: Flags): void {
  const certificate = new X509Certificate(flags['tls-cert-file']);
  if (
    !certificate.checkPrivateKey(
      createPrivateKey(flags['tls-private-key-file']),
    )
  )
    throw new Error('tls: private key does not match public key');
  if (!certificate.checkIP(flags['bind-address']))
    throw new Error(`tls-cert-file: is not for ${flags['bind-address']}`);
  const signing = createPrivateKey(flags['service-account-signing-key-file']);
  const accepted = createPublicKey(flags['service-account-key-file']);
  if (!createPublicKey(signing).equals(accepted))
    throw new Error('service-account-key-file: does not fit the signing key');
}

/** Reads a command line as strictly as kube-apiserver does, and looks into every file it names. */
export function readApiServerSettings(args: readonly string[]) {
  const names = Object.keys(flagSchema.shape);
  const { values } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      names.map(name => [name, { type: 'string' as const }]),
    ),
  });
  const parsed = flagSchema.safeParse(values);
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  const flags = parsed.data;
  checkPairs(flags);
  return {
    etcd: flags['etcd-servers'],
    port: flags['secure-port'],
    adminToken: adminTokenOf(flags['token-auth-file']),
    certificate: {
      certificatePem: flags['tls-cert-file'],
      keyPem: flags['tls-private-key-file'],
      // The program is never told who signed its certificate.
      caPem: '',
    },
  };
}
