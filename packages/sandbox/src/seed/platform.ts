import { backstageVault, identities, identityManifests } from './identities';
import { createObject, writeVault, type SeedContext } from './SeedContext';

/** Long enough for any sandbox; a real set-up lets Vault use its own pod's token instead. */
const REVIEWER_SECONDS = 365 * 24 * 3600;

const TEN_YEARS = '87600h';
const FIVE_YEARS = '43800h';

/** What is mounted already, with a slash at the end: a Vault that is not ours may have been filled before. */
async function mounted(
  context: SeedContext,
  path: 'sys/mounts' | 'sys/auth',
): Promise<ReadonlySet<string>> {
  const token = context.vaultToken;
  const { data } = await context.vault.call({ method: 'GET', path, token });
  return new Set(Object.keys(data ?? {}));
}

async function mountEngines(
  context: SeedContext,
  present: ReadonlySet<string>,
): Promise<void> {
  const mounts: [string, Record<string, unknown>][] = [
    ['database', { type: 'database' }],
    ['pki', { type: 'pki', config: { max_lease_ttl: TEN_YEARS } }],
    ['pki_int', { type: 'pki', config: { max_lease_ttl: FIVE_YEARS } }],
    // A dev server mounts secret/ by itself, as version 2.
    ['secret', { type: 'kv', options: { version: '2' } }],
  ];
  for (const [name, body] of mounts)
    if (!present.has(`${name}/`))
      await writeVault(context, { path: `sys/mounts/${name}`, body });
}

async function enableKubernetesAuth(context: SeedContext): Promise<void> {
  const present = await mounted(context, 'sys/auth');
  if (!present.has('kubernetes/'))
    await writeVault(context, {
      path: 'sys/auth/kubernetes',
      body: { type: 'kubernetes' },
    });
  const { token } = await context.kubernetes.serviceAccountToken(
    identities.vault,
    { expirationSeconds: REVIEWER_SECONDS },
  );
  const { url, caPem } = context.kubernetesServer;
  await writeVault(context, {
    path: 'auth/kubernetes/config',
    body: {
      kubernetes_host: url,
      kubernetes_ca_cert: caPem,
      token_reviewer_jwt: token,
    },
  });
}

/** Root, intermediate, and the addresses where their lists can be fetched. */
async function buildCertificateAuthority(context: SeedContext): Promise<void> {
  await writeVault(context, {
    path: 'pki/root/generate/internal',
    body: {
      common_name: 'grade-api-root-ca',
      issuer_name: 'root-2026',
      ttl: TEN_YEARS,
    },
  });
  for (const mount of ['pki', 'pki_int'])
    await writeVault(context, {
      path: `${mount}/config/urls`,
      body: {
        issuing_certificates: [`${context.vault.address}/v1/${mount}/ca`],
        crl_distribution_points: [`${context.vault.address}/v1/${mount}/crl`],
      },
    });
  const { csr } = await writeVault(context, {
    path: 'pki_int/intermediate/generate/internal',
    body: { common_name: 'grade-api-intermediate-ca' },
  });
  const { certificate } = await writeVault(context, {
    path: 'pki/root/sign-intermediate',
    body: {
      issuer_ref: 'root-2026',
      csr,
      format: 'pem_bundle',
      ttl: FIVE_YEARS,
    },
  });
  await writeVault(context, {
    path: 'pki_int/intermediate/set-signed',
    body: { certificate },
  });
  await writeVault(context, {
    path: 'pki_int/issuer/default',
    body: { issuer_name: 'grade-api-intermediate' },
  });
}

/** What every service builds on: mounts, the certificate authority, logins, and the platform's identities. */
export async function seedPlatform(context: SeedContext): Promise<void> {
  for (const manifest of identityManifests)
    await createObject(context, manifest);
  const present = await mounted(context, 'sys/mounts');
  await mountEngines(context, present);
  await enableKubernetesAuth(context);
  if (!present.has('pki_int/')) await buildCertificateAuthority(context);
  for (const write of backstageVault) await writeVault(context, write);
}
