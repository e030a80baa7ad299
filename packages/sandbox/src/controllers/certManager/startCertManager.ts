import { EventRecorder } from '../client/EventRecorder';
import { Informer } from '../client/Informer';
import {
  KubernetesClient,
  type KubernetesTarget,
} from '../client/KubernetesClient';
import { resourceTypes } from '../client/kubernetesTypes';
import { Loop } from '../client/Loop';
import { CertificateController } from './CertificateController';
import { IssuerController } from './IssuerController';
import { RequestController } from './RequestController';
import { VaultIssuer } from './vaultIssuer';

/** Where the API server is, with the token of cert-manager's own service account. */
export interface CertManagerOptions {
  readonly kubernetes: KubernetesTarget;
  /** Where the service accounts and Secrets of ClusterIssuers live. */
  readonly clusterResourceNamespace?: string;
  readonly onError?: (error: unknown) => void;
}

/** The running controller. */
export interface CertManager {
  stop(): Promise<void>;
}

/** Keeps Vault issuers, certificate requests and certificates, through the two HTTP APIs only. */
export async function startCertManager(
  options: CertManagerOptions,
): Promise<CertManager> {
  const client = new KubernetesClient(options.kubernetes);
  const events = new EventRecorder(client, 'cert-manager');
  const loop = new Loop(options.onError ?? (() => undefined));
  const informer = (type: keyof typeof resourceTypes) =>
    new Informer(client, resourceTypes[type], () => loop.trigger());
  const issuerInformers = [informer('issuers'), informer('clusterIssuers')];
  const certificates = informer('certificates');
  const requests = informer('certificateRequests');
  const secrets = informer('secrets');
  const vaultIssuer = new VaultIssuer(
    client,
    options.clusterResourceNamespace ?? 'cert-manager',
  );
  const shared = { client, events, certificates, requests };
  const issuers = new IssuerController({
    client,
    events,
    informers: issuerInformers,
    vaultIssuer,
  });
  const certificateLoop = new CertificateController({ ...shared, secrets });
  const requestLoop = new RequestController({
    ...shared,
    issuers,
    vaultIssuer,
  });
  loop.begin(async () => {
    const waits = [
      await issuers.reconcile(Date.now()),
      await requestLoop.reconcile(Date.now()),
      await certificateLoop.reconcile(new Date()),
    ].filter(wait => wait !== undefined);
    return waits.length > 0 ? Math.min(...waits) : undefined;
  });
  const all = [...issuerInformers, certificates, requests, secrets];
  await Promise.all(all.map(i => i.start()));
  return {
    async stop() {
      all.forEach(i => i.stop());
      await loop.stop();
      client.close();
    },
  };
}
