import { DesiredFields } from './DesiredState';
import { OWNER_KEY, ownerMark, ServiceOwner } from './policyHcl';

/** The metadata of a service's place in a KV store: it says whose the place is and holds no secret. */
export function kvPlaceholder(owner: ServiceOwner): DesiredFields {
  return { [`custom_metadata.${OWNER_KEY}`]: ownerMark(owner) };
}
