import {
  ApiBlueprint,
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  CatalogFilterBlueprint,
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';
import { RiKey2Line } from '@remixicon/react';

import { fleetApiFactory } from './api/fleetApiFactory';
import { operateApiFactory } from './api/operateApiFactory';
import { serviceSecretsApiFactory } from './api/serviceSecretsApiFactory';
import { serviceStatesApiFactory } from './api/serviceStatesApiFactory';
import { fleetWidget } from './components/FleetWidget/fleetWidgetParts';
import { isServiceSecretsAvailable } from './isServiceSecretsAvailable';
import { fleetRouteRef, rootRouteRef } from './routes';
import { formFieldExtensions } from './scaffolder/formFieldExtensions';

const serviceSecretsApi = ApiBlueprint.make({
  params: defineParams => defineParams(serviceSecretsApiFactory),
});

const fleetApi = ApiBlueprint.make({
  name: 'fleet',
  params: defineParams => defineParams(fleetApiFactory),
});

const operateApi = ApiBlueprint.make({
  name: 'operate',
  params: defineParams => defineParams(operateApiFactory),
});

const statesApi = ApiBlueprint.make({
  name: 'states',
  params: defineParams => defineParams(serviceStatesApiFactory),
});

/** The column beside it has no place of its own in this frontend system: docs/install.md. */
const catalogFilter = CatalogFilterBlueprint.make({
  params: {
    loader: () =>
      import('./components/CatalogSecretsPicker/CatalogSecretsPicker').then(
        ({ CatalogSecretsPicker }) => <CatalogSecretsPicker />,
      ),
  },
});

/** Stands in the navigation by its title and icon. */
const fleetPage = PageBlueprint.make({
  params: {
    path: '/service-secrets',
    title: 'Service Secrets',
    icon: <RiKey2Line />,
    routeRef: fleetRouteRef,
    loader: () =>
      import('./components/FleetPage/FleetPage').then(({ FleetPageBody }) => (
        <FleetPageBody />
      )),
  },
});

const homeWidget = HomePageWidgetBlueprint.make({
  params: { name: 'service-secrets-fleet', ...fleetWidget },
});

const entityContent = EntityContentBlueprint.make({
  params: {
    path: 'secrets',
    title: 'Secrets',
    group: 'operation',
    filter: isServiceSecretsAvailable,
    routeRef: rootRouteRef,
    loader: () =>
      import('./components/ServiceSecretsTab/ServiceSecretsTab').then(
        ({ ServiceSecretsTab }) => <ServiceSecretsTab />,
      ),
  },
});

const entityCard = EntityCardBlueprint.make({
  params: {
    filter: isServiceSecretsAvailable,
    loader: () =>
      import('./components/OverviewCard/OverviewCard').then(
        ({ OverviewCard }) => <OverviewCard />,
      ),
  },
});

/** The plugin, for apps of the new frontend system. */
export default createFrontendPlugin({
  pluginId: 'service-secrets',
  title: 'Service Secrets',
  info: { packageJson: () => import('../package.json') },
  routes: { root: rootRouteRef, fleet: fleetRouteRef },
  extensions: [
    serviceSecretsApi,
    fleetApi,
    operateApi,
    statesApi,
    fleetPage,
    homeWidget,
    entityContent,
    entityCard,
    catalogFilter,
    ...formFieldExtensions,
  ],
});
