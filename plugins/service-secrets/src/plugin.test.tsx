import { EntityProvider } from '@backstage/plugin-catalog-react';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';

import {
  EntityServiceSecretsCard,
  EntityServiceSecretsContent,
  isServiceSecretsAvailable,
  serviceSecretsApiRef,
  ServiceSecretsFleetPage,
  serviceSecretsPlugin,
} from '.';
import { operateApiRef } from './api/OperateApi';
import { ServiceSecretsClient } from './api/ServiceSecretsClient';
import { rootRouteRef } from './routes';
import { anEntity, boundEntity } from './testSupport/entities';
import { FakeFleetApi } from './testSupport/FakeFleetApi';
import { FakeOperateApi } from './testSupport/FakeOperateApi';
import { FakeServiceSecretsApi } from './testSupport/FakeServiceSecretsApi';
import { aFleet } from './testSupport/fleetBuilders';
import { FleetExample } from './testSupport/FleetExample';
import { scenarios } from './testSupport/scenarios';

const { report, leases } = scenarios.broken;
const api = new FakeServiceSecretsApi(report, leases);

describe('serviceSecretsPlugin in the legacy frontend system', () => {
  it('shows the tab where the app routes it', async () => {
    await renderInTestApp(
      <TestApiProvider
        apis={[
          [serviceSecretsApiRef, api],
          [operateApiRef, new FakeOperateApi()],
        ]}
      >
        <EntityProvider entity={boundEntity}>
          <Routes>
            <Route path="/" element={<EntityServiceSecretsContent />} />
          </Routes>
        </EntityProvider>
      </TestApiProvider>,
    );
    expect(await screen.findByText(/cannot log in to Vault/)).toBeVisible();
  });

  it('shows the card, with a link to the tab', async () => {
    await renderInTestApp(
      <TestApiProvider apis={[[serviceSecretsApiRef, api]]}>
        <EntityProvider entity={boundEntity}>
          <EntityServiceSecretsCard />
        </EntityProvider>
      </TestApiProvider>,
      { mountedRoutes: { '/secrets': rootRouteRef } },
    );
    expect(
      await screen.findByRole('link', { name: 'Open the Secrets tab' }),
    ).toHaveAttribute('href', '/secrets');
  });

  it('shows the fleet where the app routes its page', async () => {
    await renderInTestApp(
      <FleetExample api={new FakeFleetApi(aFleet(2))}>
        <Routes>
          <Route path="/" element={<ServiceSecretsFleetPage />} />
        </Routes>
      </FleetExample>,
    );
    expect(await screen.findByText('2 services, 2 broken')).toBeVisible();
  });

  it('makes its own client', () => {
    const [factory] = serviceSecretsPlugin.getApis();
    expect(factory.api.id).toBe(serviceSecretsApiRef.id);
    expect(factory.factory({})).toBeInstanceOf(ServiceSecretsClient);
  });
});

describe('isServiceSecretsAvailable', () => {
  it.each([
    [{ 'service-secrets.io/namespace': 'a' }, true],
    [{ 'staging.service-secrets.io/namespace': 'a' }, true],
    [{ 'service-secrets.io/namespace': 'Not Valid' }, true],
    [{ 'backstage.io/kubernetes-id': 'a' }, false],
    [{}, false],
  ])('of an entity with %j is %s', (annotations, available) => {
    expect(isServiceSecretsAvailable(anEntity(annotations))).toBe(available);
  });
});
