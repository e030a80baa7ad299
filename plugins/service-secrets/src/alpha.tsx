import {
  ApiBlueprint,
  createFrontendPlugin,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';

import { serviceSecretsApiFactory } from './api/serviceSecretsApiFactory';
import { isServiceSecretsAvailable } from './isServiceSecretsAvailable';
import { rootRouteRef } from './routes';
import { formFieldExtensions } from './scaffolder/formFieldExtensions';

const serviceSecretsApi = ApiBlueprint.make({
  params: defineParams => defineParams(serviceSecretsApiFactory),
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
  routes: { root: rootRouteRef },
  extensions: [
    serviceSecretsApi,
    entityContent,
    entityCard,
    ...formFieldExtensions,
  ],
});
