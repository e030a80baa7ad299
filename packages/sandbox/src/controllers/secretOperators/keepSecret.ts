import type { KubernetesClient } from '../client/KubernetesClient';
import {
  ownerReferenceTo,
  resourceTypes,
  type KubernetesObject,
  type ResourceType,
} from '../client/kubernetesTypes';

/** The Secret an operator writes: whose it is, and what it holds. */
export interface KeptSecret {
  readonly type: ResourceType;
  readonly owner: KubernetesObject;
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Creates or updates the Secret that belongs to an operator's object. */
export async function keepSecret(
  client: KubernetesClient,
  { type, owner, name, data }: KeptSecret,
): Promise<void> {
  const { namespace = 'default' } = owner.metadata;
  const encoded = Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      Buffer.from(String(value)).toString('base64'),
    ]),
  );
  const ref = { namespace, name };
  if (await client.get(resourceTypes.secrets, ref)) {
    await client.patch(resourceTypes.secrets, ref, { data: encoded });
    return;
  }
  await client.create(resourceTypes.secrets, {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'Opaque',
    metadata: {
      name,
      namespace,
      ownerReferences: [ownerReferenceTo(type, owner)],
    },
    data: encoded,
  });
}
