// Only tests import this file, so what it needs is no dependency of the plugin.
/* eslint-disable @backstage/no-undeclared-imports */
import { Entity } from '@backstage/catalog-model';
import { CatalogTable } from '@backstage/plugin-catalog';
import {
  catalogApiRef,
  EntityKindPicker,
  EntityListPagination,
  EntityListProvider,
  entityRouteRef,
  starredEntitiesApiRef,
  MockStarredEntitiesApi,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';

import { ServiceStatesApi, serviceStatesApiRef } from '../api/ServiceStatesApi';
import { withServiceSecretsColumn } from '../components/CatalogSecretsColumn/createServiceSecretsColumn';
import { CatalogSecretsPicker } from '../components/CatalogSecretsPicker/CatalogSecretsPicker';
import { boundEntity } from './entities';
import { uidOf } from './FakeServiceStatesApi';

/** A service of the list, with secrets unless told otherwise. */
export function aListed(
  name: string,
  annotations = boundEntity.metadata.annotations,
): Entity {
  const uid = uidOf(`component:default/${name}`);
  const metadata = { ...boundEntity.metadata, name, uid, annotations };
  return { ...boundEntity, metadata };
}

/** The list of the catalog as an app shows it, with our column and our filter. */
export async function renderCatalogList(options: {
  readonly states: ServiceStatesApi;
  readonly entities: Entity[];
  readonly pagination?: EntityListPagination;
  readonly url?: string;
}) {
  const { states, entities, pagination, url = '/' } = options;
  const catalog = catalogApiMock({ entities });
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [catalogApiRef, catalog],
        [serviceStatesApiRef, states],
        [starredEntitiesApiRef, new MockStarredEntitiesApi()],
      ]}
    >
      <EntityListProvider pagination={pagination}>
        <EntityKindPicker initialFilter="component" />
        <CatalogSecretsPicker />
        <CatalogTable
          columns={withServiceSecretsColumn(CatalogTable.defaultColumnsFunc)}
        />
      </EntityListProvider>
    </TestApiProvider>,
    {
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      routeEntries: [url],
    },
  );
  return { catalog };
}
