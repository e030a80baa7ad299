import type { EventRecorder } from '../client/EventRecorder';
import type { Informer } from '../client/Informer';
import type { KubernetesClient } from '../client/KubernetesClient';
import {
  keyOf,
  resourceTypes,
  withCondition,
  type Condition,
} from '../client/kubernetesTypes';
import { sameStatus } from '../injector/workloadStatus';
import {
  certificateSchema,
  asRequest,
  asSecret,
  type Certificate,
  type CertificateRequest,
  type Secret,
} from './certificateTypes';

/** What the certificate controller works with. */
export interface CertificateControllerOptions {
  readonly client: KubernetesClient;
  readonly events: EventRecorder;
  readonly certificates: Informer;
  readonly requests: Informer;
  readonly secrets: Informer;
}

/** Reads what belongs to a Certificate and writes its status and events. */
export class CertificateRecords {
  constructor(readonly options: CertificateControllerOptions) {}

  issuing(
    certificate: Certificate,
    change: { status: string; reason: string; message: string },
  ): Condition[] {
    return withCondition(certificate.status?.conditions, {
      type: 'Issuing',
      ...change,
      observedGeneration: certificate.metadata.generation,
    });
  }

  secretOf(certificate: Certificate, name: string): Secret | undefined {
    const { namespace } = certificate.metadata;
    const object = this.options.secrets.get(
      keyOf({ metadata: { name, namespace } }),
    );
    return asSecret(object);
  }

  /** The request of the revision being issued. */
  requestOf(certificate: Certificate): CertificateRequest | undefined {
    const { namespace, name } = certificate.metadata;
    const object = this.options.requests.get(
      keyOf({
        metadata: { name: `${name}-${nextRevision(certificate)}`, namespace },
      }),
    );
    return asRequest(object);
  }

  async update(
    certificate: Certificate,
    status: Record<string, unknown>,
  ): Promise<Certificate> {
    if (sameStatus(certificate.status, status)) return certificate;
    const { namespace, name } = certificate.metadata;
    const changed = await this.options.client.patch(
      resourceTypes.certificates,
      { namespace, name, subresource: 'status' },
      { status },
    );
    this.options.certificates.record(changed);
    return certificateSchema.parse(changed);
  }

  async event(
    certificate: Certificate,
    type: 'Normal' | 'Warning',
    text: { reason: string; message: string },
  ): Promise<void> {
    await this.options.events.record(resourceTypes.certificates, certificate, {
      type,
      ...text,
    });
  }
}

/** The revision an issuance works for. */
export function nextRevision(certificate: Certificate): number {
  return (certificate.status?.revision ?? 0) + 1;
}
