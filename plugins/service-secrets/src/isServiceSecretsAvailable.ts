import { Entity } from '@backstage/catalog-model';
import { readServiceBinding } from 'backstage-plugin-service-secrets-common';

/** Whether an entity carries annotations of ours; also when they need correcting, which the tab then says. */
export function isServiceSecretsAvailable(entity: Entity): boolean {
  return readServiceBinding(entity).kind !== 'unbound';
}
