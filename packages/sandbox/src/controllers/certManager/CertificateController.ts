import { timestamp } from '../client/EventRecorder';
import {
  resourceTypes,
  withCondition,
  type Condition,
} from '../client/kubernetesTypes';
import { CertificateIssuance } from './CertificateIssuance';
import {
  CertificateRecords,
  type CertificateControllerOptions,
} from './CertificateRecords';
import {
  asCertificate,
  conditionOf,
  type Certificate,
  type Secret,
} from './certificateTypes';
import {
  issuanceReason,
  problemOf,
  retryTimeOf,
  validityOf,
} from './readiness';

/** Takes every Certificate through its life: trigger, key, request, Secret, renewal. */
export class CertificateController {
  private readonly records: CertificateRecords;
  private readonly issuance: CertificateIssuance;

  constructor(options: CertificateControllerOptions) {
    this.records = new CertificateRecords(options);
    this.issuance = new CertificateIssuance(this.records);
  }

  /** One round; answers the milliseconds until the next renewal, retry or expiry. */
  async reconcile(now: Date): Promise<number | undefined> {
    let next: number | undefined;
    for (const object of this.records.options.certificates.items()) {
      const data = asCertificate(object);
      if (!data || data.metadata.deletionTimestamp !== undefined) continue;
      const at = await this.sync(data, now);
      if (at !== undefined && (next === undefined || at < next)) next = at;
    }
    return next;
  }

  private async sync(
    certificate: Certificate,
    now: Date,
  ): Promise<number | undefined> {
    const secret = this.records.secretOf(
      certificate,
      certificate.spec.secretName,
    );
    const reported = await this.reportReadiness(certificate, secret, now);
    const issuing = conditionOf(reported, 'Issuing')?.status === 'True';
    if (issuing) await this.issuance.issue(reported);
    else await this.trigger(reported, secret, now);
    return this.nextLook(reported, secret, now);
  }

  private nextLook(
    certificate: Certificate,
    secret: Secret | undefined,
    now: Date,
  ): number | undefined {
    const validity = validityOf(certificate, secret);
    const waits = [
      validity?.renewalTime,
      validity?.notAfter,
      retryTimeOf(certificate),
    ]
      .map(date => (date?.getTime() ?? 0) - now.getTime())
      .filter(wait => wait > 0);
    return waits.length > 0 ? Math.min(...waits) + 50 : undefined;
  }

  private async reportReadiness(
    certificate: Certificate,
    secret: Secret | undefined,
    now: Date,
  ): Promise<Certificate> {
    const problem = problemOf(certificate, secret, now);
    const validity = validityOf(certificate, secret);
    const ready: Condition = {
      type: 'Ready',
      status: problem ? 'False' : 'True',
      reason: problem?.reason ?? 'Ready',
      message:
        problem?.message ?? 'Certificate is up to date and has not expired',
      observedGeneration: certificate.metadata.generation,
    };
    return this.records.update(certificate, {
      conditions: withCondition(certificate.status?.conditions, ready),
      ...(validity && {
        notBefore: timestamp(validity.notBefore),
        notAfter: timestamp(validity.notAfter),
        renewalTime: timestamp(validity.renewalTime),
      }),
    });
  }

  /** Starts an issuance when one is due and no failure asks for patience. */
  private async trigger(
    certificate: Certificate,
    secret: Secret | undefined,
    now: Date,
  ): Promise<void> {
    const reason = issuanceReason(certificate, secret, now);
    if (!reason) return;
    const retry = retryTimeOf(certificate);
    const last = conditionOf(certificate, 'Issuing');
    const changed =
      last?.observedGeneration !== certificate.metadata.generation;
    if (retry && retry > now && !changed) return;
    await this.discardRequest(certificate);
    await this.records.update(certificate, {
      conditions: this.records.issuing(certificate, {
        status: 'True',
        ...reason,
      }),
    });
    await this.records.event(certificate, 'Normal', {
      reason: 'Issuing',
      message: reason.message,
    });
  }

  /** A failed request of an earlier attempt makes room for a new one of the same revision. */
  private async discardRequest(certificate: Certificate): Promise<void> {
    const old = this.records.requestOf(certificate);
    if (!old) return;
    const { namespace, name } = old.metadata;
    await this.records.options.client.delete(
      resourceTypes.certificateRequests,
      {
        namespace,
        name,
      },
    );
    this.records.options.requests.forget(old);
  }
}
