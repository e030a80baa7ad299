import { setTimeout as sleep } from 'node:timers/promises';

import {
  KubernetesError,
  type KubernetesClient,
} from '../controllers/client/KubernetesClient';
import {
  conditionSchema,
  objectSchema,
  resourceTypes,
} from '../controllers/client/kubernetesTypes';
import { shippedDefinitions } from '../kubernetes/crd/shipped/shippedDefinitions';

const ESTABLISHED_WITHIN_MS = 30_000;
const type = resourceTypes.customResourceDefinitions;

function isEstablished(status: unknown): boolean {
  const { conditions } = Object(status);
  return conditionSchema
    .array()
    .catch([])
    .parse(conditions)
    .some(
      ({ type: name, status: is }) => name === 'Established' && is === 'True',
    );
}

async function awaitEstablished(
  client: KubernetesClient,
  name: string,
): Promise<void> {
  const deadline = Date.now() + ESTABLISHED_WITHIN_MS;
  for (;;) {
    const found = await client.get(type, { name });
    if (found && isEstablished(found.status)) return;
    if (Date.now() > deadline)
      throw new Error(
        `The API server did not establish the definition ${name} within ${ESTABLISHED_WITHIN_MS} ms.`,
      );
    await sleep(100);
  }
}

/** Installs the definitions of the operators the plugins know; what a cluster has already stays as it is. */
export async function installDefinitions(
  client: KubernetesClient,
): Promise<void> {
  const definitions = shippedDefinitions.map(one => objectSchema.parse(one));
  for (const definition of definitions)
    await client.create(type, definition).catch(error => {
      const exists =
        error instanceof KubernetesError && error.reason === 'AlreadyExists';
      if (!exists) throw error;
    });
  for (const { metadata } of definitions)
    await awaitEstablished(client, metadata.name);
}
