import {
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
} from '@backstage/core-plugin-api';

import { serviceSecretsApiFactory } from './api/serviceSecretsApiFactory';
import { rootRouteRef } from './routes';

/** The plugin, for apps of the legacy frontend system. */
export const serviceSecretsPlugin = createPlugin({
  id: 'service-secrets',
  apis: [serviceSecretsApiFactory],
  routes: { root: rootRouteRef },
});

/** The entity tab: give it a route in the entity layout. */
export const EntityServiceSecretsContent = serviceSecretsPlugin.provide(
  createRoutableExtension({
    name: 'EntityServiceSecretsContent',
    component: () =>
      import('./components/ServiceSecretsTab/ServiceSecretsTab').then(
        ({ ServiceSecretsTab }) => ServiceSecretsTab,
      ),
    mountPoint: rootRouteRef,
  }),
);

/** The card for the entity's overview. */
export const EntityServiceSecretsCard = serviceSecretsPlugin.provide(
  createComponentExtension({
    name: 'EntityServiceSecretsCard',
    component: {
      lazy: () =>
        import('./components/OverviewCard/OverviewCard').then(
          ({ OverviewCard }) => OverviewCard,
        ),
    },
  }),
);
