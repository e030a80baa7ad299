import { compact, numberOf, objectOf, type JsonObject } from '../api/json';
import type { KubeObject } from '../api/KubeObject';
import { badRequest, cause, invalid } from '../api/status';
import { selectorText } from '../resources/selectorMatch';

const type = { group: 'autoscaling', plural: 'scales', kind: 'Scale' };

/** The `Scale` view of a workload. */
export function scaleOf(object: KubeObject): JsonObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } =
    object.metadata;
  const replicas = numberOf(objectOf(object.spec).replicas) || undefined;
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: compact({ replicas }),
    status: compact({
      replicas: numberOf(objectOf(object.status).replicas),
      selector: selectorText(objectOf(object.spec).selector) || undefined,
    }),
  };
}

/** The workload as a changed `Scale` wants it. */
export function withScale(object: KubeObject, scale: JsonObject): JsonObject {
  const replicas = objectOf(scale.spec).replicas ?? 0;
  if (typeof replicas !== 'number')
    throw badRequest('Scale: spec.replicas must be a number');
  if (replicas < 0)
    throw invalid(type, object.metadata.name, [
      cause.invalid(
        'spec.replicas',
        replicas,
        'must be greater than or equal to 0',
      ),
    ]);
  const metadata = {
    ...object.metadata,
    resourceVersion:
      objectOf(scale.metadata).resourceVersion ??
      object.metadata.resourceVersion,
  };
  return { ...object, metadata, spec: { ...objectOf(object.spec), replicas } };
}
