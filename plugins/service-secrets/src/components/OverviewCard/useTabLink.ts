import { useRouteRef } from '@backstage/core-plugin-api';

import { rootRouteRef } from '../../routes';

/** Where the tab is; undefined in an app that shows the card without the tab. */
export function useTabLink(): string | undefined {
  try {
    // It throws when the route is not mounted, after it has called its own hooks, so their order never changes.
    return useRouteRef(rootRouteRef)();
  } catch {
    return undefined;
  }
}
