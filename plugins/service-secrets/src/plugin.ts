import {
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
} from '@backstage/core-plugin-api';
import { createCardExtension } from '@backstage/plugin-home-react';

import { fleetApiFactory } from './api/fleetApiFactory';
import { operateApiFactory } from './api/operateApiFactory';
import { serviceSecretsApiFactory } from './api/serviceSecretsApiFactory';
import { serviceStatesApiFactory } from './api/serviceStatesApiFactory';
import { fleetWidget } from './components/FleetWidget/fleetWidgetParts';
import { fleetRouteRef, rootRouteRef } from './routes';

/** The plugin, for apps of the legacy frontend system. */
export const serviceSecretsPlugin = createPlugin({
  id: 'service-secrets',
  apis: [
    serviceSecretsApiFactory,
    operateApiFactory,
    fleetApiFactory,
    serviceStatesApiFactory,
  ],
  routes: { root: rootRouteRef, fleet: fleetRouteRef },
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

/** The page of the whole fleet: give it the route `/service-secrets`. */
export const ServiceSecretsFleetPage = serviceSecretsPlugin.provide(
  createRoutableExtension({
    name: 'ServiceSecretsFleetPage',
    component: () =>
      import('./components/FleetPage/FleetPage').then(
        ({ FleetPage }) => FleetPage,
      ),
    mountPoint: fleetRouteRef,
  }),
);

/** The card of the home page: three numbers of the fleet and the worst services. */
export const HomePageServiceSecretsFleet = serviceSecretsPlugin.provide(
  createCardExtension({
    name: 'HomePageServiceSecretsFleet',
    title: fleetWidget.title,
    description: fleetWidget.description,
    layout: fleetWidget.layout,
    components: fleetWidget.components,
  }),
);

/** The filter "Secrets" for the catalog's list: put it among the filters of the `CatalogIndexPage`. */
export const CatalogServiceSecretsPicker = serviceSecretsPlugin.provide(
  createComponentExtension({
    name: 'CatalogServiceSecretsPicker',
    component: {
      lazy: () =>
        import('./components/CatalogSecretsPicker/CatalogSecretsPicker').then(
          ({ CatalogSecretsPicker }) => CatalogSecretsPicker,
        ),
    },
  }),
);
