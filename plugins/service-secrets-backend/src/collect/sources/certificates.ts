import type {
  CertificateResource,
  Issuer,
  IssuerName,
  KubernetesApi,
} from 'backstage-plugin-service-secrets-node';

import { EnvironmentBinding } from '../../bind/EnvironmentBinding';
import { SourceFailure } from '../failure';
import { Parts } from '../Parts';
import { Read } from '../SourceResult';
import { WorkloadsAnswer } from './workloads';

/** A Certificate of the service and its issuer; absent parts do not exist. */
export interface CertificateAnswer {
  readonly name: string;
  readonly resource?: CertificateResource;
  readonly issuer: Read<Issuer | undefined>;
}

/** The Certificates of the service; none when cert-manager is not installed. */
export type CertificatesAnswer = readonly CertificateAnswer[];

/** By claim, or else those whose Secret a workload mounts. */
function ours(
  resources: readonly CertificateResource[],
  { certificates }: EnvironmentBinding,
  { workloads }: WorkloadsAnswer,
): { name: string; resource?: CertificateResource }[] {
  if (certificates.length > 0) {
    return certificates.map(name => ({
      name,
      resource: resources.find(resource => resource.name === name),
    }));
  }
  const mounted = new Set(
    workloads.flatMap(({ mountedSecrets }) => mountedSecrets),
  );
  return resources
    .filter(({ secretName }) => mounted.has(secretName))
    .map(resource => ({ name: resource.name, resource }));
}

/** Which Certificates belong to the service, and what do their issuers say? */
export async function askCertificates(
  { api, target }: { api: KubernetesApi; target: string },
  binding: EnvironmentBinding,
  workloads: WorkloadsAnswer,
): Promise<{ data: CertificatesAnswer; partial?: SourceFailure }> {
  const parts = new Parts(target);
  const resources = (await api.certificates(binding.namespace)) ?? [];
  // Certificates of one service mostly share an issuer: it is asked for once.
  const issuers = new Map<string, Promise<Read<Issuer | undefined>>>();
  const issuerOf = async (issuer: IssuerName | undefined) => {
    if (!issuer) return undefined;
    const key = JSON.stringify(issuer);
    const asked = issuers.get(key) ?? parts.read(() => api.issuer(issuer));
    issuers.set(key, asked);
    return asked;
  };
  const data = await Promise.all(
    ours(resources, binding, workloads).map(async certificate => ({
      ...certificate,
      issuer: await issuerOf(certificate.resource?.issuer),
    })),
  );
  return { data, partial: parts.failure };
}
