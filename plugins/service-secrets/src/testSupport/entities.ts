import { Entity } from '@backstage/catalog-model';
import { SERVICE_SECRETS_NAMESPACE_ANNOTATION } from 'backstage-plugin-service-secrets-common';

/** A service with these annotations. */
export function anEntity(annotations: Record<string, string> = {}): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'grade-api', namespace: 'default', annotations },
    spec: { type: 'service', owner: 'grades', lifecycle: 'production' },
  };
}

/** A service that says where its secrets are. */
export const boundEntity = anEntity({
  [SERVICE_SECRETS_NAMESPACE_ANNOTATION]: 'grade-api',
});
