import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  ReissueRequest,
  ReissueResult,
  ServiceBinding,
} from 'backstage-plugin-service-secrets-common';
import type { KubernetesService } from 'backstage-plugin-service-secrets-node';

import { isRead } from '../collect/SourceResult';
import { ReportMemory } from './LeaseOperations';
import { viewOf } from './targets';

/** What operating on certificates needs. */
export interface CertificateOperationsOptions {
  readonly reports: ReportMemory;
  readonly kubernetes: KubernetesService;
  readonly clock: () => Date;
}

/** Has certificates of a service issued anew. Whether the caller may is decided before. */
export class CertificateOperations {
  constructor(private readonly options: CertificateOperationsOptions) {}

  async reissue(
    binding: ServiceBinding,
    { environment, name }: ReissueRequest,
  ): Promise<ReissueResult> {
    const { reports, kubernetes, clock } = this.options;
    const view = viewOf(await reports.read(binding), environment);
    const { cluster, namespace } = view.binding;
    if (!isRead(view.certificates)) {
      throw new ServiceUnavailableError(
        `The certificates of environment ${environment} could not be read, so none is issued; the report says why`,
      );
    }
    const certificate = view.certificates.find(known => known.name === name);
    if (!certificate?.resource) {
      throw new NotFoundError(`The service has no Certificate ${name}`);
    }
    const operator = kubernetes.cluster(cluster)?.operator;
    if (!operator) throw new NotAllowedError(withoutClusterOperator(cluster));
    const exists = await operator.reissueCertificate({ namespace, name });
    reports.forget(binding);
    if (!exists) {
      throw new ConflictError(`Certificate ${name} was removed meanwhile`);
    }
    return { environment, name, requestedAt: clock().toISOString() };
  }
}

/** Why certificates of a cluster can only be looked at. */
export function withoutClusterOperator(cluster: string): string {
  return `Certificates of ${cluster} can only be looked at: the operator configured no identity for issuing anew (serviceSecrets.clusters[].operator)`;
}
