import { parseEntityRef } from '@backstage/catalog-model';

/** Where the backend plugin has what belongs to one service. */
export function servicePath(entityRef: string): string {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  return `/v1/services/${[kind, namespace, name]
    .map(encodeURIComponent)
    .join('/')}`;
}
