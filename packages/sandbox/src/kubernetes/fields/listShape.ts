/** How items of a list are told apart: not at all, by value, or by the named members. */
export type ListShape = 'atomic' | 'set' | readonly string[];

const keysByMember: Record<string, ListShape> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  env: ['name'],
  volumes: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  imagePullSecrets: ['name'],
  hostAliases: ['ip'],
  topologySpreadConstraints: ['topologyKey', 'whenUnsatisfiable'],
  webhooks: ['name'],
  conditions: ['type'],
  ownerReferences: ['uid'],
  finalizers: 'set',
};

const atomicMembers = new Set([
  'selector',
  'nodeSelector',
  'involvedObject',
  'roleRef',
  'fieldRef',
  'resourceFieldRef',
  'secretKeyRef',
  'configMapKeyRef',
]);

/** The shape of a list by the members that lead to it. Custom resources have shapes in their metadata only. */
export function listShape(path: readonly string[], custom: boolean): ListShape {
  const member = path[path.length - 1];
  if (custom && path[0] !== 'metadata') return 'atomic';
  if (member === 'ports') return portKeys(path);
  return Object.hasOwn(keysByMember, member) ? keysByMember[member] : 'atomic';
}

function portKeys(path: readonly string[]): ListShape {
  if (path.includes('containers') || path.includes('initContainers'))
    return ['containerPort', 'protocol'];
  return path.join('.') === 'spec.ports' ? ['port', 'protocol'] : 'atomic';
}

/** The one member a strategic merge patch matches items by, or undefined where it replaces the list. */
export function patchKey(path: readonly string[]): string | undefined {
  const shape = listShape(path, false);
  return typeof shape === 'string' ? undefined : shape[0];
}

/** True for an object that is set as a whole. */
export function isAtomicObject(
  path: readonly string[],
  custom: boolean,
): boolean {
  return !custom && atomicMembers.has(path[path.length - 1]);
}
