import type { WorkloadKind } from 'backstage-plugin-service-secrets-common';
import { z } from 'zod';

import type { Workload } from './KubernetesApi';
import { annotations, count, listOf } from './schema';

const INJECTOR = 'vault.hashicorp.com/';
/** A template in an annotation may be long; nothing we look at is. */
const LONGEST_ANNOTATION = 4096;

const CSI_DRIVER = 'secrets-store.csi.k8s.io';

const volume = z.object({
  name: z.string(),
  csi: z
    .object({
      driver: z.string(),
      volumeAttributes: z
        .object({ secretProviderClass: z.string().nullish() })
        .nullish(),
    })
    .nullish(),
  secret: z.object({ secretName: z.string().nullish() }).nullish(),
  projected: z
    .object({
      sources: z
        .array(
          z.object({
            secret: z.object({ name: z.string().nullish() }).nullish(),
            serviceAccountToken: z
              .object({ audience: z.string().nullish() })
              .nullish(),
          }),
        )
        .nullish(),
    })
    .nullish(),
});

type Volume = z.infer<typeof volume>;

const secretName = z.object({ name: z.string().nullish() }).nullish();

const container = z.object({
  envFrom: listOf(z.object({ secretRef: secretName })),
  env: listOf(
    z.object({
      valueFrom: z.object({ secretKeyRef: secretName }).nullish(),
    }),
  ),
});

type Container = z.infer<typeof container>;

const podTemplate = z.object({
  metadata: z.object({ annotations }).nullish(),
  spec: z.object({
    serviceAccountName: z.string().nullish(),
    automountServiceAccountToken: z.boolean().nullish(),
    volumes: listOf(volume),
    containers: listOf(container),
    initContainers: listOf(container),
  }),
});

function secretsOf({ secret, projected }: Volume): string[] {
  const projectedNames = (projected?.sources ?? []).map(
    source => source.secret?.name,
  );
  return [secret?.secretName, ...projectedNames].filter(
    name => typeof name === 'string',
  );
}

function environmentSecretsOf({ env, envFrom }: Container): string[] {
  return [
    ...envFrom.map(({ secretRef }) => secretRef?.name),
    ...env.map(({ valueFrom }) => valueFrom?.secretKeyRef?.name),
  ].filter(name => typeof name === 'string');
}

function providerClassOf({ csi }: Volume): string[] {
  const name = csi?.volumeAttributes?.secretProviderClass;
  return csi?.driver === CSI_DRIVER && name ? [name] : [];
}

function audiencesOf({ name, projected }: Volume): [string, string][] {
  return (projected?.sources ?? []).flatMap(source => {
    const audience = source.serviceAccountToken?.audience;
    return audience ? [[name, audience] as [string, string]] : []; // a tuple
  });
}

function fromTemplate({ metadata, spec }: z.infer<typeof podTemplate>) {
  const injector = Object.entries(metadata?.annotations ?? {})
    .filter(([key]) => key.startsWith(INJECTOR))
    .map(([key, value]) => [key, value.slice(0, LONGEST_ANNOTATION)]);
  return {
    serviceAccount: spec.serviceAccountName || 'default',
    injectorAnnotations: Object.fromEntries(injector),
    mountedSecrets: [...new Set(spec.volumes.flatMap(secretsOf))],
    environmentSecrets: [
      ...new Set(
        [...spec.initContainers, ...spec.containers].flatMap(
          environmentSecretsOf,
        ),
      ),
    ],
    providerClasses: [...new Set(spec.volumes.flatMap(providerClassOf))],
    projectedAudiences: Object.fromEntries(spec.volumes.flatMap(audiencesOf)),
    automountToken: spec.automountServiceAccountToken ?? true,
  };
}

const identity = z.object({ name: z.string(), uid: z.string() });

const replicated = z.object({
  metadata: identity,
  spec: z.object({ replicas: z.number().nullish(), template: podTemplate }),
  status: z.object({ readyReplicas: count }).prefault({}),
});

const daemonSet = z.object({
  metadata: identity,
  spec: z.object({ template: podTemplate }),
  status: z
    .object({ desiredNumberScheduled: count, numberReady: count })
    .prefault({}),
});

const job = z.object({
  metadata: identity,
  spec: z.object({ template: podTemplate }),
  status: z.object({ active: count, ready: count }).prefault({}),
});

const cronJob = z.object({
  metadata: identity,
  spec: z.object({
    jobTemplate: z.object({ spec: z.object({ template: podTemplate }) }),
  }),
});

function ofReplicated(kind: 'deployment' | 'statefulset') {
  return replicated.transform(
    ({ metadata, spec, status }): Workload => ({
      kind,
      ...metadata,
      desiredPods: spec.replicas ?? 1,
      readyPods: status.readyReplicas,
      ...fromTemplate(spec.template),
    }),
  );
}

/** One workload of each kind. */
export const workloadAnswers: Record<WorkloadKind, z.ZodType<Workload>> = {
  deployment: ofReplicated('deployment'),
  statefulset: ofReplicated('statefulset'),
  daemonset: daemonSet.transform(
    ({ metadata, spec, status }): Workload => ({
      kind: 'daemonset',
      ...metadata,
      desiredPods: status.desiredNumberScheduled,
      readyPods: status.numberReady,
      ...fromTemplate(spec.template),
    }),
  ),
  job: job.transform(
    ({ metadata, spec, status }): Workload => ({
      kind: 'job',
      ...metadata,
      desiredPods: status.active,
      readyPods: status.ready,
      ...fromTemplate(spec.template),
    }),
  ),
  // Its jobs have the pods, now and then.
  cronjob: cronJob.transform(
    ({ metadata, spec }): Workload => ({
      kind: 'cronjob',
      ...metadata,
      desiredPods: 0,
      readyPods: 0,
      ...fromTemplate(spec.jobTemplate.spec.template),
    }),
  ),
};
