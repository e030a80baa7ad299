import { z } from 'zod';

import type { Transport } from '../upstream/Transport';
import { ClusterIdentity, createSigner } from './ClientNodeKubernetesApi';
import type { NamespacedName } from './KubernetesApi';
import type { KubernetesOperatorApi } from './KubernetesOperatorApi';
import { KubernetesReader } from './KubernetesReader';
import { KubernetesWriter } from './KubernetesWriter';
import { kubernetesOperatorPaths, SeenStatus } from './operatorPaths';

const statusAnswer = z
  .object({
    metadata: z.object({
      resourceVersion: z.string().min(1),
      generation: z.number().default(1),
    }),
    status: z
      .object({
        conditions: z.array(z.record(z.string(), z.unknown())).default([]),
      })
      .default({ conditions: [] }),
  })
  .transform(({ metadata, status }) => ({ ...metadata, ...status }));

function isIssuing({ conditions }: SeenStatus): boolean {
  return conditions.some(
    ({ type, status }) => type === 'Issuing' && status === 'True',
  );
}

/** Reads and writes until nobody else wrote in between. */
const ATTEMPTS = 3;

/** The operator's port on a cluster, as an identity of its own. */
export class ClientNodeKubernetesOperator implements KubernetesOperatorApi {
  private readonly reader: KubernetesReader;
  private readonly writer: KubernetesWriter;

  constructor(
    identity: ClusterIdentity,
    transport: Transport,
    private readonly clock: () => Date = () => new Date(),
  ) {
    const sign = createSigner(identity);
    const options = { target: identity.name, transport, sign };
    this.reader = new KubernetesReader(options);
    this.writer = new KubernetesWriter(options);
  }

  /** cert-manager writes the same status all the time, and an answer of ours may get lost: so it looks again. */
  async reissueCertificate(certificate: NamespacedName): Promise<boolean> {
    for (let attempt = 1; attempt < ATTEMPTS; attempt += 1) {
      const exists = await this.attempt(certificate, false);
      if (exists !== undefined) return exists;
    }
    return (await this.attempt(certificate, true)) ?? false;
  }

  /** Whether the certificate exists; undefined when somebody else wrote in between, unless that is the last attempt. */
  private async attempt(
    certificate: NamespacedName,
    isLast: boolean,
  ): Promise<boolean | undefined> {
    const seen = await this.reader.find(
      () => kubernetesOperatorPaths.certificate(certificate),
      statusAnswer,
    );
    if (!seen) return false;
    if (isIssuing(seen)) return true;
    const makeRequest = () =>
      kubernetesOperatorPaths.reissue(certificate, seen, this.clock());
    const answer = isLast
      ? await this.writer.send(makeRequest)
      : await this.writer.tryTo(makeRequest);
    return answer && answer.status !== 404;
  }
}
