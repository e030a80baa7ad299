import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/core-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { useCallback } from 'react';

type EntityRoute = (params: {
  kind: string;
  namespace: string;
  name: string;
}) => string;

function useEntityRoute(): EntityRoute | undefined {
  try {
    // It throws when the route is not mounted, after it has called its own hooks, so their order never changes.
    return useRouteRef(entityRouteRef);
  } catch {
    return undefined;
  }
}

/** Where an entity's page is; undefined in an app without a catalog page. */
export function useServiceLink(): (entityRef: string) => string | undefined {
  const route = useEntityRoute();
  return useCallback(
    (entityRef: string) => {
      try {
        return route?.(parseEntityRef(entityRef));
      } catch {
        // A ref from the database that is none stays text.
        return undefined;
      }
    },
    [route],
  );
}
