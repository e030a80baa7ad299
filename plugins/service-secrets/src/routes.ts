import { createRouteRef } from '@backstage/core-plugin-api';

/** The tab on the entity page. */
export const rootRouteRef = createRouteRef({ id: 'service-secrets' });

/** The page of the whole fleet. */
export const fleetRouteRef = createRouteRef({ id: 'service-secrets-fleet' });
