import { isObject, objectsOf, textOf, type JsonObject } from '../api/json';

/** Sets a member that is absent. */
export function setDefault(
  object: JsonObject,
  member: string,
  value: unknown,
): void {
  if (object[member] === undefined) object[member] = value;
}

function pullPolicy(image: string): string {
  const tag = /:([^/:@]+)$/.exec(image)?.[1];
  const isPinned =
    image.includes('@') || (tag !== undefined && tag !== 'latest');
  return isPinned ? 'IfNotPresent' : 'Always';
}

function defaultProbe(probe: unknown): void {
  if (!isObject(probe)) return;
  setDefault(probe, 'timeoutSeconds', 1);
  setDefault(probe, 'periodSeconds', 10);
  setDefault(probe, 'successThreshold', 1);
  setDefault(probe, 'failureThreshold', 3);
  if (isObject(probe.httpGet)) {
    setDefault(probe.httpGet, 'path', '/');
    setDefault(probe.httpGet, 'scheme', 'HTTP');
  }
}

function defaultContainer(container: JsonObject): void {
  setDefault(container, 'resources', {});
  setDefault(container, 'terminationMessagePath', '/dev/termination-log');
  setDefault(container, 'terminationMessagePolicy', 'File');
  setDefault(container, 'imagePullPolicy', pullPolicy(textOf(container.image)));
  for (const port of objectsOf(container.ports))
    setDefault(port, 'protocol', 'TCP');
  for (const { valueFrom } of objectsOf(container.env))
    if (isObject(valueFrom) && isObject(valueFrom.fieldRef))
      setDefault(valueFrom.fieldRef, 'apiVersion', 'v1');
  defaultProbe(container.livenessProbe);
  defaultProbe(container.readinessProbe);
  defaultProbe(container.startupProbe);
}

const fileMode = 0o644;

function defaultVolume(volume: JsonObject): void {
  if (Object.keys(volume).every(member => member === 'name'))
    volume.emptyDir = {};
  for (const source of ['secret', 'configMap', 'projected', 'downwardAPI']) {
    const settings = volume[source];
    if (isObject(settings)) setDefault(settings, 'defaultMode', fileMode);
  }
  const projected = isObject(volume.projected) ? volume.projected.sources : [];
  for (const { serviceAccountToken } of objectsOf(projected))
    if (isObject(serviceAccountToken))
      setDefault(serviceAccountToken, 'expirationSeconds', 3600);
}

/** Completes a pod spec as the API server does for pods and pod templates alike. */
export function defaultPodSpec(spec: JsonObject): void {
  for (const member of ['containers', 'initContainers'])
    objectsOf(spec[member]).forEach(defaultContainer);
  objectsOf(spec.volumes).forEach(defaultVolume);
  setDefault(spec, 'restartPolicy', 'Always');
  setDefault(spec, 'terminationGracePeriodSeconds', 30);
  setDefault(spec, 'dnsPolicy', 'ClusterFirst');
  setDefault(spec, 'securityContext', {});
  setDefault(spec, 'schedulerName', 'default-scheduler');
  const account = spec.serviceAccountName ?? spec.serviceAccount;
  if (account !== undefined && account !== '') {
    spec.serviceAccountName = account;
    spec.serviceAccount = account;
  }
}

function toleration(condition: string): JsonObject {
  return {
    key: `node.kubernetes.io/${condition}`,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: 300,
  };
}

function qosClass(spec: JsonObject): string {
  const containers = objectsOf(spec.containers);
  const has = (container: JsonObject, member: string) =>
    isObject(container.resources) &&
    isObject(container.resources[member]) &&
    Object.keys(container.resources[member]).length > 0;
  if (!containers.some(item => has(item, 'limits') || has(item, 'requests')))
    return 'BestEffort';
  return containers.every(
    item =>
      isObject(item.resources) &&
      has(item, 'limits') &&
      (!has(item, 'requests') ||
        JSON.stringify(item.resources.limits) ===
          JSON.stringify(item.resources.requests)),
  )
    ? 'Guaranteed'
    : 'Burstable';
}

/** What the server and its admission plugins add to a new pod. */
export function preparePod(object: JsonObject): void {
  const spec = isObject(object.spec) ? object.spec : {};
  setDefault(spec, 'tolerations', [
    toleration('not-ready'),
    toleration('unreachable'),
  ]);
  setDefault(spec, 'priority', 0);
  setDefault(spec, 'preemptionPolicy', 'PreemptLowerPriority');
  object.status = { phase: 'Pending', qosClass: qosClass(spec) };
}
