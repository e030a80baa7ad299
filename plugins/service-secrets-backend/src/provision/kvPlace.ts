import { ActualObject } from 'backstage-plugin-service-secrets-node';

/** Whether a place in a KV store holds no version of anything; what cannot be told is not empty. */
export function isEmptyPlace(actual: ActualObject): boolean {
  return (
    actual.kind === 'kv-placeholder' && actual.fields.current_version === 0
  );
}
