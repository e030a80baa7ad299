import { DesiredFields } from './DesiredState';
import { OWNER_KEY } from './policyHcl';

/** The metadata of a service's place in a KV store: it says whose the place is and holds no secret. */
export function kvPlaceholder(entityRef: string): DesiredFields {
  return { [`custom_metadata.${OWNER_KEY}`]: entityRef };
}
