import { timestamp } from '../client/EventRecorder';
import {
  keyOf,
  ownerReferenceTo,
  resourceTypes,
} from '../client/kubernetesTypes';
import { randomSuffix } from '../injector/podFactory';
import { nextRevision, type CertificateRecords } from './CertificateRecords';
import {
  conditionOf,
  marks,
  type Certificate,
  type CertificateRequest,
  type Secret,
} from './certificateTypes';
import { makeKeyAndRequest } from './keyAndRequest';
import { secretValue } from './readiness';
import { nextKeySecret, tlsSecret } from './tlsSecret';
import { textOf } from './vaultIssuer';

/** One issuance: key, request, and what comes of it. */
export class CertificateIssuance {
  constructor(private readonly records: CertificateRecords) {}

  /** The next step of an issuance under way. */
  async issue(certificate: Certificate): Promise<void> {
    const request = this.records.requestOf(certificate);
    try {
      if (!request) await this.createRequest(certificate);
      else await this.follow(certificate, request);
    } catch (error) {
      await this.fail(certificate, textOf(error));
    }
  }

  private async createRequest(certificate: Certificate): Promise<void> {
    const { client, secrets, requests } = this.records.options;
    const { keyPem, csrPem } = await makeKeyAndRequest(certificate);
    const keyName = `${certificate.metadata.name}-${randomSuffix()}`;
    secrets.record(
      await client.create(
        resourceTypes.secrets,
        nextKeySecret(certificate, keyName, keyPem),
      ),
    );
    await this.records.update(certificate, {
      nextPrivateKeySecretName: keyName,
    });
    const { namespace, name } = certificate.metadata;
    const revision = nextRevision(certificate);
    const { issuerRef, duration, usages } = certificate.spec;
    const created = await client.create(resourceTypes.certificateRequests, {
      apiVersion: 'cert-manager.io/v1',
      kind: 'CertificateRequest',
      metadata: {
        name: `${name}-${revision}`,
        namespace,
        annotations: {
          [marks.certificateName]: name,
          [marks.revision]: String(revision),
          [marks.privateKeySecret]: keyName,
        },
        ownerReferences: [
          ownerReferenceTo(resourceTypes.certificates, certificate),
        ],
      },
      spec: {
        request: Buffer.from(csrPem).toString('base64'),
        issuerRef,
        duration,
        usages,
      },
    });
    requests.record(created);
    await this.records.event(certificate, 'Normal', {
      reason: 'Requested',
      message: `Created new CertificateRequest resource "${name}-${revision}"`,
    });
  }

  private async follow(
    certificate: Certificate,
    request: CertificateRequest,
  ): Promise<void> {
    const ready = conditionOf(request, 'Ready');
    if (ready?.reason === 'Failed')
      await this.fail(certificate, ready.message ?? '');
    if (ready?.status === 'True') await this.complete(certificate, request);
  }

  private async complete(
    certificate: Certificate,
    request: CertificateRequest,
  ): Promise<void> {
    const keyName = request.metadata.annotations?.[marks.privateKeySecret];
    const key = secretValue(
      this.records.secretOf(certificate, keyName ?? ''),
      'tls.key',
    );
    if (key === undefined)
      throw new Error(
        `the private key Secret "${keyName ?? ''}" of the request is gone`,
      );
    await this.writeSecret(
      tlsSecret(certificate, { key, status: request.status ?? {} }),
    );
    await this.discardKey(certificate, keyName);
    await this.records.update(certificate, {
      revision: nextRevision(certificate),
      failedIssuanceAttempts: null,
      lastFailureTime: null,
      nextPrivateKeySecretName: null,
      conditions: this.records.issuing(certificate, {
        status: 'False',
        reason: 'Issued',
        message: 'The certificate has been successfully issued',
      }),
    });
    await this.records.event(certificate, 'Normal', {
      reason: 'Issuing',
      message: 'The certificate has been successfully issued',
    });
  }

  private async writeSecret(secret: Secret): Promise<void> {
    const { client, secrets } = this.records.options;
    const { namespace, name } = secret.metadata;
    const existing = secrets.get(keyOf(secret));
    const written = existing
      ? await client.patch(
          resourceTypes.secrets,
          { namespace, name },
          { data: secret.data, metadata: secret.metadata },
        )
      : await client.create(resourceTypes.secrets, secret);
    secrets.record(written);
  }

  private async discardKey(
    { metadata: { namespace } }: Certificate,
    name: string | undefined,
  ): Promise<void> {
    if (name === undefined) return;
    await this.records.options.client.delete(resourceTypes.secrets, {
      namespace,
      name,
    });
    this.records.options.secrets.forget({ metadata: { name, namespace } });
  }

  private async fail(certificate: Certificate, message: string): Promise<void> {
    const text = `The certificate request has failed to complete and will be retried: ${message}`;
    const attempts = (certificate.status?.failedIssuanceAttempts ?? 0) + 1;
    await this.discardKey(
      certificate,
      certificate.status?.nextPrivateKeySecretName,
    );
    await this.records.update(certificate, {
      failedIssuanceAttempts: attempts,
      lastFailureTime: timestamp(new Date()),
      nextPrivateKeySecretName: null,
      conditions: this.records.issuing(certificate, {
        status: 'False',
        reason: 'Failed',
        message: text,
      }),
    });
    await this.records.event(certificate, 'Warning', {
      reason: 'Failed',
      message: text,
    });
  }
}
