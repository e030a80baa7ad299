import { setTimeout as sleep } from 'node:timers/promises';

import { resourceTypes } from '../../controllers/client/kubernetesTypes';
import {
  certificateSchema,
  conditionOf,
} from '../../controllers/certManager/certificateTypes';
import {
  certificateManifests,
  certificateVault,
  type CertificateSeed,
} from '../certificateObjects';
import { deployment, namespace, serviceAccount } from '../kubernetesObjects';
import { writeVault, type SeedContext } from '../SeedContext';
import { pkiRole, policy } from '../vaultObjects';
import { faultNamespace } from './databaseService';
import type { FaultSeed } from './Fault';

const NAMESPACE = faultNamespace('catalogue');
const LIFETIME_SECONDS = 6;
const ISSUED_WITHIN_MS = 20_000;

function certificate(vaultAddress: string): CertificateSeed {
  return {
    service: 'catalogue',
    namespace: NAMESPACE,
    vaultAddress,
    name: 'catalogue-tls',
    secretName: 'catalogue-tls',
    dnsNames: [`catalogue.${NAMESPACE}.svc.cluster.local`],
    duration: '24h',
    renewBefore: '8h',
  };
}

/** The first certificate lives for seconds, so that its expiry need not be awaited for a day. */
function shortLived(vaultAddress: string) {
  const { name, dnsNames } = certificate(vaultAddress);
  const fields = {
    max_ttl: `${LIFETIME_SECONDS}s`,
    not_before_duration: '1s',
  };
  return pkiRole({ name, domains: dnsNames, fields });
}

async function awaitIssued(context: SeedContext): Promise<void> {
  const deadline = Date.now() + ISSUED_WITHIN_MS;
  while (Date.now() < deadline) {
    context.signal?.throwIfAborted();
    const found = await context.kubernetes.get(resourceTypes.certificates, {
      namespace: NAMESPACE,
      name: 'catalogue-tls',
    });
    const { data } = certificateSchema.safeParse(found);
    if (data && conditionOf(data, 'Ready')?.status === 'True') return;
    await sleep(50);
  }
  throw new Error(
    `The certificate ${NAMESPACE}/catalogue-tls was not issued within ${ISSUED_WITHIN_MS} ms; the faults need the controllers to run.`,
  );
}

/** Takes the sign path away before the renewal; everything else is as it should be. */
async function breakRenewal(context: SeedContext): Promise<void> {
  await awaitIssued(context);
  await writeVault(
    context,
    policy('catalogue-issuer', { 'pki_int/sign/catalogue': ['update'] }),
  );
  const { address } = context.vault;
  const { name, dnsNames } = certificate(address);
  await writeVault(context, pkiRole({ name, domains: dnsNames }));
}

/** A certificate that ran out because the issuer's policy names the sign path of a role that is not its own. */
export const catalogue: FaultSeed = {
  service: 'catalogue',
  namespace: NAMESPACE,
  fault: 'certificate-expired',
  sentence:
    "The certificate catalogue-tls has expired: the issuer's policy grants pki_int/sign/catalogue instead of pki_int/sign/catalogue-tls, so its renewal fails.",
  seed: vaultAddress => ({
    service: 'catalogue',
    databases: [],
    vault: [
      ...certificateVault(certificate(vaultAddress)),
      shortLived(vaultAddress),
    ],
    manifests: [
      namespace(NAMESPACE, 'catalogue'),
      serviceAccount(NAMESPACE, 'catalogue-sa'),
      ...certificateManifests(certificate(vaultAddress)),
      deployment({
        service: 'catalogue',
        name: 'catalogue',
        namespace: NAMESPACE,
        serviceAccount: 'catalogue-sa',
        tlsSecret: 'catalogue-tls',
        annotations: {},
      }),
    ],
  }),
  afterwards: breakRenewal,
};
