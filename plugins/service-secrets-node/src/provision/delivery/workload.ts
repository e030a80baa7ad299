import { Manifest } from '../DesiredState';
import { ServiceSpec } from '../ServiceSpec';
import { meta, PodParts, podParts } from './Delivery';

/** Any user but root does; one that is named can be named to the agent too. */
const USER_ID = 10001;

/** The parts of several deliveries together. */
export function joinedParts(all: readonly PodParts[]): PodParts {
  return podParts({
    annotations: Object.assign({}, ...all.map(part => part.annotations)),
    volumes: all.flatMap(part => part.volumes),
    mounts: all.flatMap(part => part.mounts),
    shareProcesses: all.some(part => part.shareProcesses),
    knownUser: all.some(part => part.knownUser),
  });
}

/** An existing application may call the cluster's API with its token; a new one gets none by default. */
function automount(spec: ServiceSpec) {
  return spec.image ? { automountServiceAccountToken: false } : {};
}

/** The service's own account. */
export function serviceAccount(spec: ServiceSpec): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: meta(spec, spec.serviceAccount),
    ...automount(spec),
  };
}

function annotationsOf({ annotations }: PodParts) {
  return Object.keys(annotations).length > 0 ? { annotations } : {};
}

function podSpec(spec: ServiceSpec, parts: PodParts) {
  return {
    serviceAccountName: spec.serviceAccount,
    ...automount(spec),
    ...(parts.shareProcesses ? { shareProcessNamespace: true } : {}),
  };
}

/** The workload of a new service. */
export function deployment(
  spec: ServiceSpec & { image: string },
  parts: PodParts,
): Manifest {
  const labels = { 'app.kubernetes.io/name': spec.name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: meta(spec),
    spec: {
      replicas: spec.replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, ...annotationsOf(parts) },
        spec: {
          ...podSpec(spec, parts),
          // The group by which a volume's files are readable.
          securityContext: {
            fsGroup: USER_ID,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [
            {
              name: spec.name,
              image: spec.image,
              securityContext: {
                runAsNonRoot: true,
                runAsUser: USER_ID,
                runAsGroup: USER_ID,
                allowPrivilegeEscalation: false,
                capabilities: { drop: ['ALL'] },
              },
              volumeMounts: parts.mounts,
            },
          ],
          volumes: parts.volumes,
        },
      },
    },
  };
}

/**
 * What an existing Deployment must get: a strategic merge patch, which adds to
 * lists by name. A container is named only where something must be mounted
 * into it or its user be known.
 */
export function deploymentPatch(spec: ServiceSpec, parts: PodParts): Manifest {
  const container = {
    ...(parts.knownUser
      ? { securityContext: { runAsNonRoot: true, runAsUser: USER_ID } }
      : {}),
    ...(parts.mounts.length > 0 ? { volumeMounts: parts.mounts } : {}),
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: spec.name, namespace: spec.namespace },
    spec: {
      template: {
        metadata: annotationsOf(parts),
        spec: {
          ...podSpec(spec, parts),
          ...(Object.keys(container).length > 0
            ? { containers: [{ name: spec.name, ...container }] }
            : {}),
          volumes: parts.volumes,
        },
      },
    },
  };
}
