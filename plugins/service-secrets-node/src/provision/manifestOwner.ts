import {
  BACK_REFERENCE_ANNOTATION,
  OBJECT_ENVIRONMENT_ANNOTATION,
} from 'backstage-plugin-service-secrets-common';

import { FoundObject } from './KubernetesProvisionerApi';
import { ServiceOwner } from './policyHcl';

/** Whose an object says it is. */
type ObjectOwner = Pick<FoundObject, 'entityRef' | 'environment'>;

/** The annotations by which an object says whose it is. */
export function ownerAnnotations({ entityRef, environment }: ServiceOwner) {
  return {
    [BACK_REFERENCE_ANNOTATION]: entityRef,
    [OBJECT_ENVIRONMENT_ANNOTATION]: environment,
  };
}

/** Whose annotations say an object is. */
export function ownerIn(
  annotations: Readonly<Record<string, string>> = {},
): ObjectOwner {
  return {
    entityRef: annotations[BACK_REFERENCE_ANNOTATION],
    environment: annotations[OBJECT_ENVIRONMENT_ANNOTATION],
  };
}

/**
 * Whether what is there is whose it has to be; nothing is nobody's. One that
 * names the service and no environment was made by hand, or before objects
 * said it; a namespace is the service's in every environment and names none.
 */
export function isOwnedBy(wanted: ObjectOwner, found: ObjectOwner): boolean {
  const { entityRef, environment = found.environment } = wanted;
  return (
    entityRef !== undefined &&
    found.entityRef === entityRef &&
    (found.environment ?? environment) === environment
  );
}
