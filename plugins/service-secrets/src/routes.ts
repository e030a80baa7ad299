import { createRouteRef } from '@backstage/core-plugin-api';

/** The tab on the entity page. */
export const rootRouteRef = createRouteRef({ id: 'service-secrets' });
