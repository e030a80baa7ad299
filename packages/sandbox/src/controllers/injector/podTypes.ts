import { z } from 'zod';

import { objectSchema } from '../client/kubernetesTypes';
import { parseOnce } from '../client/parseOnce';

const envVar = z.looseObject({
  name: z.string(),
  value: z.string().optional(),
});

const mount = z.looseObject({ name: z.string(), mountPath: z.string() });

const container = z.looseObject({
  name: z.string(),
  image: z.string().optional(),
  command: z.array(z.string()).optional(),
  args: z.array(z.string()).optional(),
  env: z.array(envVar).optional(),
  volumeMounts: z.array(mount).optional(),
  securityContext: z
    .looseObject({ runAsUser: z.number().optional() })
    .optional(),
});

const volume = z.looseObject({
  name: z.string(),
  projected: z
    .looseObject({
      sources: z
        .array(
          z.looseObject({
            serviceAccountToken: z
              .looseObject({
                path: z.string().optional(),
                audience: z.string().optional(),
                expirationSeconds: z.number().optional(),
              })
              .optional(),
          }),
        )
        .optional(),
    })
    .optional(),
});

const podSpec = z.looseObject({
  serviceAccountName: z.string().optional(),
  automountServiceAccountToken: z.boolean().optional(),
  shareProcessNamespace: z.boolean().optional(),
  restartPolicy: z.string().optional(),
  nodeName: z.string().optional(),
  containers: z.array(container),
  initContainers: z.array(container).optional(),
  volumes: z.array(volume).optional(),
});

/** The pod spec fields the kubelet and the injector look at; the rest is kept. */
export type PodSpec = z.infer<typeof podSpec>;

/** A container of a pod spec. */
export type Container = z.infer<typeof container>;

/** A volume of a pod spec. */
export type Volume = z.infer<typeof volume>;

/** A pod template of a workload. */
export const templateSchema = z.looseObject({
  metadata: z
    .looseObject({
      labels: z.record(z.string(), z.string()).optional(),
      annotations: z.record(z.string(), z.string()).optional(),
    })
    .optional(),
  spec: podSpec,
});

/** A pod template of a workload. */
export type PodTemplate = z.infer<typeof templateSchema>;

/** A pod. */
export const podSchema = objectSchema.extend({
  spec: podSpec,
  status: z
    .looseObject({
      phase: z.string().optional(),
      conditions: z
        .array(z.looseObject({ type: z.string(), status: z.string() }))
        .optional(),
    })
    .optional(),
});

/** A pod. */
export type Pod = z.infer<typeof podSchema>;

/** Workloads that keep a number of pods: Deployment, ReplicaSet, StatefulSet, DaemonSet. */
export const replicatedSchema = objectSchema.extend({
  spec: z.looseObject({
    replicas: z.number().optional(),
    selector: z.unknown(),
    template: templateSchema,
  }),
});

/** A workload that keeps a number of pods. */
export type Replicated = z.infer<typeof replicatedSchema>;

/** A Job. */
export const jobSchema = objectSchema.extend({
  spec: z.looseObject({
    completions: z.number().optional(),
    parallelism: z.number().optional(),
    suspend: z.boolean().optional(),
    template: templateSchema,
  }),
  status: z
    .looseObject({
      startTime: z.string().optional(),
      completionTime: z.string().optional(),
      conditions: z
        .array(z.looseObject({ type: z.string(), status: z.string() }))
        .optional(),
    })
    .optional(),
});

/** A Job. */
export type Job = z.infer<typeof jobSchema>;

/** An object as a pod. */
export const asPod = parseOnce(podSchema);

/** An object as a workload that keeps a number of pods. */
export const asReplicated = parseOnce(replicatedSchema);

/** An object as a Job. */
export const asJob = parseOnce(jobSchema);

/** Whether the pod's Ready condition is true. */
export function isReady(pod: Pod): boolean {
  return (
    pod.status?.conditions?.some(
      ({ type, status }) => type === 'Ready' && status === 'True',
    ) ?? false
  );
}
