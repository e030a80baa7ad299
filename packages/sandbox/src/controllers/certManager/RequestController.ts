import { timestamp, type EventRecorder } from '../client/EventRecorder';
import type { Informer } from '../client/Informer';
import type { KubernetesClient } from '../client/KubernetesClient';
import {
  keyOf,
  resourceTypes,
  withCondition,
  type Condition,
} from '../client/kubernetesTypes';
import {
  asCertificate,
  conditionOf,
  marks,
  asRequest,
  type Certificate,
  type CertificateRequest,
  type Issuer,
} from './certificateTypes';
import type { IssuerController } from './IssuerController';
import { textOf, type IssuerLogin, type VaultIssuer } from './vaultIssuer';

/** What the request controller works with. */
export interface RequestControllerOptions {
  readonly client: KubernetesClient;
  readonly events: EventRecorder;
  readonly requests: Informer;
  readonly certificates: Informer;
  readonly issuers: IssuerController;
  readonly vaultIssuer: VaultIssuer;
}

const RETRY_MS = 5_000;

/** Approves CertificateRequests and has Vault sign them. */
export class RequestController {
  private readonly pendingSince = new Map<string, number>();

  constructor(private readonly options: RequestControllerOptions) {}

  async reconcile(now: number): Promise<number | undefined> {
    for (const object of this.options.requests.items()) {
      const data = asRequest(object);
      if (data && !isDecided(data) && this.isDue(data, now))
        await this.decide(data);
    }
    return this.pendingSince.size > 0 ? RETRY_MS : undefined;
  }

  private isDue(request: CertificateRequest, now: number): boolean {
    const since = this.pendingSince.get(request.metadata.uid ?? '');
    return since === undefined || now - since >= RETRY_MS;
  }

  private async decide(request: CertificateRequest): Promise<void> {
    const { namespace } = request.metadata;
    const { issuerRef } = request.spec;
    const issuer = this.options.issuers.find(issuerRef, namespace);
    const kind = issuerRef.kind ?? 'Issuer';
    if (!issuer) {
      await this.pending(request, 'IssuerNotFound', {
        message: `Referenced "${kind}" not found: ${kind.toLowerCase()}.cert-manager.io "${
          issuerRef.name
        }" not found`,
      });
      return;
    }
    if (conditionOf(issuer, 'Ready')?.status !== 'True') {
      await this.pending(request, 'IssuerNotReady', {
        message: 'Referenced issuer does not have a Ready status condition',
      });
      return;
    }
    await this.sign(request, issuer);
  }

  private async sign(
    request: CertificateRequest,
    issuer: Issuer,
  ): Promise<void> {
    const { vault: spec } = issuer.spec;
    const certificate = this.certificateOf(request);
    if (!spec || !certificate) return;
    let login: IssuerLogin;
    try {
      login = await this.options.vaultIssuer.login(issuer, spec);
    } catch (error) {
      await this.pending(request, 'VaultInitError', {
        message: `Failed to initialise vault client for signing: ${textOf(
          error,
        )}`,
      });
      return;
    }
    try {
      const { csrPem, duration } = {
        csrPem: Buffer.from(request.spec.request, 'base64').toString('utf8'),
        duration: request.spec.duration,
      };
      const signed = await this.options.vaultIssuer.sign(login, spec.path, {
        csrPem,
        certificate,
        duration,
      });
      await this.issued(request, signed.chain, signed.ca);
    } catch (error) {
      await this.failed(
        request,
        `Vault failed to sign certificate: failed to sign certificate by vault: ${textOf(
          error,
        )}`,
      );
    } finally {
      login.vault.close();
    }
  }

  private certificateOf(request: CertificateRequest): Certificate | undefined {
    const name = request.metadata.annotations?.[marks.certificateName] ?? '';
    const { namespace } = request.metadata;
    const object = this.options.certificates.get(
      keyOf({ metadata: { name, namespace } }),
    );
    return asCertificate(object);
  }

  private async issued(
    request: CertificateRequest,
    chain: string,
    ca: string,
  ): Promise<void> {
    const message = 'Certificate fetched from issuer successfully';
    await this.patch(request, {
      condition: { type: 'Ready', status: 'True', reason: 'Issued', message },
      fields: { certificate: encode(chain), ca: encode(ca) },
    });
    await this.event(request, 'Normal', {
      reason: 'CertificateIssued',
      message,
    });
  }

  private async failed(
    request: CertificateRequest,
    message: string,
  ): Promise<void> {
    await this.patch(request, {
      condition: { type: 'Ready', status: 'False', reason: 'Failed', message },
      fields: { failureTime: timestamp(new Date()) },
    });
    await this.event(request, 'Warning', { reason: 'SigningError', message });
  }

  private async pending(
    request: CertificateRequest,
    reason: string,
    { message }: { message: string },
  ): Promise<void> {
    this.pendingSince.set(request.metadata.uid ?? '', Date.now());
    const known = conditionOf(request, 'Ready');
    if (known?.message !== message) {
      await this.patch(request, {
        condition: {
          type: 'Ready',
          status: 'False',
          reason: 'Pending',
          message,
        },
      });
      this.pendingSince.set(request.metadata.uid ?? '', Date.now());
    }
    await this.event(request, 'Warning', { reason, message });
  }

  private async patch(
    request: CertificateRequest,
    change: { condition: Condition; fields?: Record<string, unknown> },
  ): Promise<void> {
    this.pendingSince.delete(request.metadata.uid ?? '');
    const approved = withCondition(request.status?.conditions, {
      type: 'Approved',
      status: 'True',
      reason: 'cert-manager.io',
      message: 'Certificate request has been approved by cert-manager.io',
    });
    const conditions = withCondition(approved, change.condition);
    const { namespace, name } = request.metadata;
    const changed = await this.options.client.patch(
      resourceTypes.certificateRequests,
      { namespace, name, subresource: 'status' },
      { status: { ...change.fields, conditions } },
    );
    this.options.requests.record(changed);
  }

  private async event(
    request: CertificateRequest,
    type: 'Normal' | 'Warning',
    text: { reason: string; message: string },
  ): Promise<void> {
    await this.options.events.record(
      resourceTypes.certificateRequests,
      request,
      { type, ...text },
    );
  }
}

/** Issued and failed requests are final: cert-manager makes a new one instead. */
function isDecided(request: CertificateRequest): boolean {
  const ready = conditionOf(request, 'Ready');
  return ready?.status === 'True' || ready?.reason === 'Failed';
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64');
}
