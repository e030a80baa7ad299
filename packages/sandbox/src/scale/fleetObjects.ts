import {
  certificateManifests,
  CertificateSeed,
} from '../seed/certificateObjects';
import { namespace, serviceAccount } from '../seed/kubernetesObjects';
import { createObject, Manifest, SeedContext } from '../seed/SeedContext';
import type { FleetService } from './fleetNames';
import { fleetDeployment, fleetPod, podStatus } from './fleetWorkload';

const DAY = 86_400_000;

type Status = Readonly<Record<string, unknown>>;

const inTime = (ms: number) =>
  new Date(Date.now() + ms).toISOString().replace(/\.\d+Z$/, 'Z');

const ready = (reason: string) => ({
  type: 'Ready',
  status: 'True',
  reason,
  message: reason,
  lastTransitionTime: inTime(-DAY),
});

/** A certificate of a service; all have its one issuer. */
function certificateSeed(
  { name }: FleetService,
  certificate: string,
  vaultAddress: string,
): CertificateSeed {
  return {
    service: name,
    namespace: name,
    vaultAddress,
    name: certificate,
    secretName: certificate,
    dnsNames: [`${name}.${name}.svc`],
    duration: '720h',
    renewBefore: '240h',
  };
}

/** The certificate the issuer of a service and its signing role are named after. */
export function issuerSeed(
  service: FleetService,
  vaultAddress: string,
): CertificateSeed {
  return certificateSeed(service, service.certificates[0], vaultAddress);
}

/** A status is written through an endpoint of its own, as controllers do. */
async function createWithStatus(
  context: SeedContext,
  { type, object }: Manifest,
  status: Status,
): Promise<void> {
  const { metadata } = await context.kubernetes.create(type, object);
  const ref = {
    namespace: metadata.namespace,
    name: metadata.name,
    subresource: 'status',
  };
  await context.kubernetes.patch(type, ref, { status });
}

/** Creates one object as its controller leaves it after a success. */
async function createReady(
  context: SeedContext,
  manifest: Manifest,
  ends: Status,
): Promise<void> {
  const states: Readonly<Record<string, Status>> = {
    Certificate: { conditions: [ready('Ready')], ...ends },
    Issuer: { conditions: [ready('VaultVerified')] },
  };
  const status = states[manifest.type.kind];
  if (status) await createWithStatus(context, manifest, status);
  else await createObject(context, manifest);
}

async function createCertificates(
  context: SeedContext,
  service: FleetService,
): Promise<void> {
  for (const [index, name] of service.certificates.entries()) {
    const seed = certificateSeed(service, name, context.vault.address);
    // The issuer and its rights come with the first one.
    const manifests = certificateManifests(seed).filter(
      ({ type }) => index === 0 || type.kind === 'Certificate',
    );
    const ends = {
      notBefore: inTime((index - 19) * DAY),
      notAfter: inTime((index + 11) * DAY),
      renewalTime: inTime((index + 1) * DAY),
    };
    for (const manifest of manifests)
      await createReady(context, manifest, ends);
  }
}

/** Everything one service has in the cluster: namespace, account, Deployment, pods, issuer, certificates. */
export async function seedServiceObjects(
  context: SeedContext,
  service: FleetService,
): Promise<void> {
  const { name, pods } = service;
  await createObject(context, namespace(name, name));
  await createObject(context, serviceAccount(name, name));
  await createWithStatus(context, fleetDeployment(service), {
    observedGeneration: 1,
    replicas: pods,
    updatedReplicas: pods,
    readyReplicas: pods,
    availableReplicas: pods,
  });
  for (let index = 0; index < pods; index += 1) {
    const pod = fleetPod(service, index);
    await createWithStatus(context, pod, podStatus(service, inTime(0)));
  }
  await createCertificates(context, service);
}
