import { DeliveryMethod } from 'backstage-plugin-service-secrets-common';

import { Manifest } from '../DesiredState';
import { ServiceSpec } from '../ServiceSpec';
import { agentInjector } from './agentInjector';
import { certManager } from './certManager';
import { csi } from './csi';
import { DeliveredSecret, deliveredSecrets } from './deliveredSecrets';
import { Delivery, ManifestNames, PodParts, podParts } from './Delivery';
import { externalSecrets } from './externalSecrets';
import { vaultSecretsOperator } from './vaultSecretsOperator';
import {
  deployment,
  deploymentPatch,
  joinedParts,
  serviceAccount,
} from './workload';

const methods: Record<
  DeliveryMethod,
  (
    spec: ServiceSpec,
    names: ManifestNames,
    secrets: readonly DeliveredSecret[],
  ) => Delivery
> = {
  'agent-injector': agentInjector,
  vso: vaultSecretsOperator,
  eso: externalSecrets,
  csi,
};

function deliver(
  spec: ServiceSpec,
  names: ManifestNames,
): { manifests: readonly Manifest[]; pod: PodParts } {
  const secrets = deliveredSecrets(spec, names);
  const delivered =
    secrets.length > 0
      ? methods[spec.delivery](spec, names, secrets)
      : { manifests: [], pod: podParts() };
  const certificate = certManager(spec, names);
  return {
    manifests: [...certificate.manifests, ...delivered.manifests],
    pod: joinedParts([delivered.pod, certificate.pod]),
  };
}

/**
 * The Kubernetes objects of a service, in the order they are applied. A
 * workload that exists already is not among them: see `workloadPatch`.
 */
export function serviceManifests(
  spec: ServiceSpec,
  names: ManifestNames,
): Manifest[] {
  const { manifests, pod } = deliver(spec, names);
  const { image } = spec;
  return [
    serviceAccount(spec),
    ...manifests,
    ...(image ? [deployment({ ...spec, image }, pod)] : []),
  ];
}

/** What the Deployment of an existing service must be given; undefined for a new service. */
export function workloadPatch(
  spec: ServiceSpec,
  names: ManifestNames,
): Manifest | undefined {
  return spec.image
    ? undefined
    : deploymentPatch(spec, deliver(spec, names).pod);
}
