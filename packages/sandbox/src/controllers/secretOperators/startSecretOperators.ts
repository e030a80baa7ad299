import { EventRecorder } from '../client/EventRecorder';
import { Informer } from '../client/Informer';
import type { KubernetesClient } from '../client/KubernetesClient';
import { resourceTypes } from '../client/kubernetesTypes';
import { Loop } from '../client/Loop';
import type { VaultClient } from '../client/VaultClient';
import { ExternalSecretsOperator } from './ExternalSecretsOperator';
import { SecretReader } from './SecretReader';
import { VaultSecretsOperator } from './VaultSecretsOperator';

/** The two systems the operators stand between. */
export interface SecretOperatorsOptions {
  readonly kubernetes: KubernetesClient;
  readonly vault: VaultClient;
  readonly onError: (error: unknown) => void;
}

/** Plays the Vault Secrets Operator and the External Secrets Operator; answers how to end them. */
export async function startSecretOperators({
  kubernetes: client,
  vault,
  onError,
}: SecretOperatorsOptions): Promise<() => Promise<void>> {
  const loop = new Loop(onError);
  const informer = (type: 'vaultDynamicSecrets' | 'externalSecrets') =>
    new Informer(client, resourceTypes[type], () => loop.trigger());
  const dynamic = informer('vaultDynamicSecrets');
  const external = informer('externalSecrets');
  const reader = new SecretReader(client, vault);
  const vso = new VaultSecretsOperator({
    client,
    reader,
    objects: dynamic,
    events: new EventRecorder(client, 'VaultDynamicSecret'),
  });
  const eso = new ExternalSecretsOperator({
    client,
    reader,
    objects: external,
    events: new EventRecorder(client, 'external-secrets'),
  });
  loop.begin(async () => {
    const waits = [
      await vso.reconcile(Date.now()),
      await eso.reconcile(Date.now()),
    ].filter(wait => wait !== undefined);
    return waits.length > 0 ? Math.min(...waits) : undefined;
  });
  await Promise.all([dynamic.start(), external.start()]);
  return async () => {
    dynamic.stop();
    external.stop();
    await loop.stop();
  };
}
