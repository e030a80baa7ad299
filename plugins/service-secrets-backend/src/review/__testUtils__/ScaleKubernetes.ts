import { setTimeout as sleep } from 'node:timers/promises';

import type {
  CertificateResource,
  Issuer,
  KubernetesApi,
  Pod,
  WarningEvent,
  Workload,
} from 'backstage-plugin-service-secrets-node';
import {
  aCertificateResource,
  anIssuer,
  aPod,
  aWorkload,
} from 'backstage-plugin-service-secrets-node/testUtils';

import { CallCounter, FleetScale, roleNames } from './FleetScale';

const DAY = 86_400_000;
const started = Date.now();

/** A cluster of a made-up fleet behind the port. */
export class ScaleKubernetes implements KubernetesApi {
  constructor(
    private readonly scale: FleetScale,
    readonly calls: CallCounter,
    /** Told of each namespace whose workloads are read, which a collection of its service does once. */
    private readonly onRead: (namespace: string) => void = () => {},
  ) {}

  async version(): Promise<string> {
    return this.answer('version', 'v1.36.0');
  }

  async namespaceEntityRef(): Promise<string | undefined> {
    return this.answer('namespaceEntityRef', undefined);
  }

  async serviceAccountExists(): Promise<boolean> {
    return this.answer('serviceAccountExists', true);
  }

  async workloads(namespace: string): Promise<readonly Workload[]> {
    this.onRead(namespace);
    const secrets = roleNames(namespace, this.scale).map((role, index) => [
      `vault.hashicorp.com/agent-inject-secret-db${index}`,
      `database/creds/${role}`,
    ]);
    const workload = aWorkload({
      name: namespace,
      serviceAccount: namespace,
      desiredPods: this.scale.leasesPerRole,
      readyPods: this.scale.leasesPerRole,
      mountedSecrets: Array.from(
        { length: this.scale.certificatesEach },
        (_unused, index) => `${namespace}-tls-${index}`,
      ),
      injectorAnnotations: {
        'vault.hashicorp.com/agent-inject': 'true',
        'vault.hashicorp.com/role': namespace,
        'vault.hashicorp.com/agent-cache-enable': 'true',
        ...Object.fromEntries(secrets),
      },
    });
    return this.answer('workloads', [workload]);
  }

  /** The made-up fleet has no secret operators, and what is not installed costs no call. */
  async deliveryResources(): Promise<undefined> {
    return undefined;
  }

  async clusterDeliveryResources(): Promise<undefined> {
    return undefined;
  }

  async pods(namespace: string): Promise<readonly Pod[]> {
    const startedAt = new Date(started - DAY / 24);
    const pods = Array.from(
      { length: this.scale.leasesPerRole },
      (_unused, index) =>
        aPod({ name: `${namespace}-${index}`, workload: namespace, startedAt }),
    );
    return this.answer('pods', pods);
  }

  async warnings(): Promise<readonly WarningEvent[]> {
    return this.answer('warnings', []);
  }

  async certificates(
    namespace: string,
  ): Promise<readonly CertificateResource[]> {
    const certificates = Array.from(
      { length: this.scale.certificatesEach },
      (_unused, index) =>
        aCertificateResource({
          name: `${namespace}-tls-${index}`,
          secretName: `${namespace}-tls-${index}`,
          issuer: { kind: 'Issuer', namespace, name: 'vault' },
          commonName: `${namespace}.svc`,
          dnsNames: [`${namespace}.svc`],
          notBefore: new Date(started - 30 * DAY),
          notAfter: new Date(started + (60 + index) * DAY),
          renewalTime: new Date(started + (30 + index) * DAY),
        }),
    );
    return this.answer('certificates', certificates);
  }

  async issuer(): Promise<Issuer> {
    return this.answer('issuer', anIssuer());
  }

  private async answer<T>(method: string, value: T): Promise<T> {
    this.calls.note(method);
    await sleep(this.scale.latencyMs);
    return value;
  }
}
