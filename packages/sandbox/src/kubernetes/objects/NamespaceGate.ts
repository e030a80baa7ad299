import type { ObjectMeta } from '../api/KubeObject';
import { ApiError, notFound } from '../api/status';
import { compact, objectOf } from '../api/json';
import type { ResourceType } from '../resources/ResourceType';
import type { ObjectStore } from '../store/ObjectStore';

const namespaces = { group: '', plural: 'namespaces', kind: 'Namespace' };

/** Lets objects into namespaces that exist and are not going away. */
export class NamespaceGate {
  constructor(private readonly store: ObjectStore) {}

  /** Throws 404 when there is no such namespace. */
  requireExisting(namespace: string): void {
    if (!this.store.get('/namespaces', namespace))
      throw notFound(namespaces, namespace);
  }

  /** Throws 403 when the object's namespace is being terminated. */
  requireOpen(type: ResourceType, metadata: Readonly<ObjectMeta>): void {
    const { namespace, name } = metadata;
    if (!namespace) return;
    const found = this.store.get('/namespaces', namespace);
    if (objectOf(found?.status).phase !== 'Terminating') return;
    const plural = type.group ? `${type.plural}.${type.group}` : type.plural;
    throw new ApiError(
      403,
      `${plural} "${name}" is forbidden: unable to create new content in namespace ${namespace} because it is being terminated`,
      {
        reason: 'Forbidden',
        details: compact({
          name,
          group: type.group || undefined,
          kind: type.plural,
          causes: [
            {
              reason: 'NamespaceTerminating',
              message: `namespace ${namespace} is being terminated`,
              field: 'metadata.namespace',
            },
          ],
        }),
      },
    );
  }
}
