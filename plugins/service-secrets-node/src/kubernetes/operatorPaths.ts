import type { NamespacedName } from './KubernetesApi';
import { checked, rule } from './paths';
import type { KubernetesRequest } from './paths';
import type { KubernetesWrite } from './provisionerPaths';

const group = 'cert-manager.io';

function pathOf(operation: string, { namespace, name }: NamespacedName) {
  const where = checked(operation, 'label', namespace);
  const which = checked(operation, 'objectName', name);
  return `/apis/${group}/v1/namespaces/${where}/certificates/${which}`;
}

/** A Certificate's status as it was read, with what makes the server refuse when it has changed since. */
export interface SeenStatus {
  readonly resourceVersion: string;
  readonly generation: number;
  /** As the server sent them; they go back as they came. */
  readonly conditions: readonly Readonly<Record<string, unknown>>[];
}

/** Every path the operator asks an API server for. */
export const kubernetesOperatorPaths = {
  certificate: (certificate: NamespacedName): KubernetesRequest => {
    const { namespace, name } = certificate;
    return {
      path: pathOf('read certificate', certificate),
      query: {},
      operation: `read certificate ${namespace}/${name}`,
      rule: rule({ group, plural: 'certificates' }, 'get'),
    };
  },
  /** Sets the condition that makes cert-manager issue, and leaves the others. */
  reissue: (
    certificate: NamespacedName,
    { resourceVersion, generation, conditions }: SeenStatus,
    at: Date,
  ): KubernetesWrite => {
    const path = pathOf('re-issue certificate', certificate);
    const { namespace, name } = certificate;
    const issuing = {
      type: 'Issuing',
      status: 'True',
      reason: 'ManuallyTriggered',
      message: 'Re-issue asked for in Backstage',
      lastTransitionTime: at.toISOString().replace(/\.\d+Z$/, 'Z'),
      observedGeneration: generation,
    };
    return {
      method: 'PATCH',
      path: `${path}/status`,
      query: {},
      contentType: 'application/merge-patch+json',
      body: {
        metadata: { resourceVersion },
        status: {
          conditions: [
            ...conditions.filter(({ type }) => type !== 'Issuing'),
            issuing,
          ],
        },
      },
      operation: `re-issue certificate ${namespace}/${name}`,
      metadataOnly: true,
      rule: rule({ group, plural: 'certificates/status' }, 'patch'),
    };
  },
} as const;
