import { resourceTypes } from '../controllers/client/kubernetesTypes';
import { credentialsFile, agentAnnotations } from '../seed/kubernetesObjects';
import type { Manifest } from '../seed/SeedContext';
import { VAULT_AUDIENCE } from '../seed/vaultObjects';
import type { FleetService } from './fleetNames';

/** As a ReplicaSet of the Deployment has it. */
const HASH = '5d4f8c7b9';

const labels = (name: string) => ({
  app: name,
  'app.kubernetes.io/name': name,
});

/** Named by the annotations. */
const tokenVolume = {
  name: 'vault-token',
  projected: {
    sources: [
      {
        serviceAccountToken: {
          path: 'token',
          audience: VAULT_AUDIENCE,
          expirationSeconds: 3600,
        },
      },
    ],
  },
};

function annotations({ name, databaseRoles }: FleetService) {
  const secrets = databaseRoles.map((role, index) => ({
    ...credentialsFile(`database/creds/${role}`),
    name: `db-${index}.json`,
  }));
  return agentAnnotations(name, secrets);
}

function container(name: string, certificates: readonly string[]) {
  return {
    name,
    image: `registry.example.com/${name}:1.0.0`,
    env: [{ name: 'LOG_LEVEL', value: 'info' }],
    resources: { requests: { cpu: '100m', memory: '128Mi' } },
    volumeMounts: certificates.map(each => ({
      name: each,
      mountPath: `/etc/${each}`,
      readOnly: true,
    })),
  };
}

function podSpec({ name, certificates }: FleetService) {
  return {
    serviceAccountName: name,
    automountServiceAccountToken: false,
    containers: [container(name, certificates)],
    volumes: [
      tokenVolume,
      ...certificates.map(each => ({
        name: each,
        secret: { secretName: each },
      })),
    ],
  };
}

/** A Deployment whose agent renders every role, and which mounts every certificate. */
export function fleetDeployment(service: FleetService): Manifest {
  const { name, pods } = service;
  return {
    type: resourceTypes.deployments,
    object: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace: name, labels: labels(name) },
      spec: {
        replicas: pods,
        selector: { matchLabels: { app: name } },
        template: {
          metadata: {
            labels: labels(name),
            annotations: annotations(service),
          },
          spec: podSpec(service),
        },
      },
    },
  };
}

/** A pod of the Deployment with the agent in it, as the injector leaves it. */
export function fleetPod(service: FleetService, index: number): Manifest {
  const { name } = service;
  const spec = podSpec(service);
  return {
    type: resourceTypes.pods,
    object: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `${name}-${HASH}-${index}`,
        namespace: name,
        labels: { ...labels(name), 'pod-template-hash': HASH },
        annotations: annotations(service),
        ownerReferences: [
          {
            apiVersion: 'apps/v1',
            kind: 'ReplicaSet',
            name: `${name}-${HASH}`,
            uid: `${name}-${HASH}`,
            controller: true,
          },
        ],
      },
      spec: {
        ...spec,
        initContainers: [container('vault-agent-init', [])],
        containers: [...spec.containers, container('vault-agent', [])],
      },
    },
  };
}

/** Running since a moment ago. */
export function podStatus({ name }: FleetService, startTime: string) {
  const running = (each: string) => ({
    name: each,
    ready: true,
    restartCount: 0,
    image: `registry.example.com/${each}:1.0.0`,
    imageID: '',
    state: { running: { startedAt: startTime } },
  });
  return {
    phase: 'Running',
    startTime,
    conditions: [{ type: 'Ready', status: 'True' }],
    containerStatuses: [running(name), running('vault-agent')],
  };
}
