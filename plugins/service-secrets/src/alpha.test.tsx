import { renderTestApp } from '@backstage/frontend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import {
  catalogApiMock,
  createTestEntityPage,
} from '@backstage/plugin-catalog-react/testUtils';
import { screen } from '@testing-library/react';

import serviceSecretsPlugin from './alpha';
import { fleetApiRef } from './api/FleetApi';
import { serviceSecretsApiRef } from './api/ServiceSecretsApi';
import { serviceStatesApiRef } from './api/ServiceStatesApi';
import { anEntity, boundEntity } from './testSupport/entities';
import { FakeFleetApi } from './testSupport/FakeFleetApi';
import { FakeServiceSecretsApi } from './testSupport/FakeServiceSecretsApi';
import { FakeServiceStatesApi } from './testSupport/FakeServiceStatesApi';
import { aFleet } from './testSupport/fleetBuilders';
import { scenarios } from './testSupport/scenarios';

const api = new FakeServiceSecretsApi(
  scenarios.broken.report,
  scenarios.broken.leases,
);

// The catalog's page loads itself and its filters piece by piece.
const LONG = { timeout: 50_000 };

function show(entity: ReturnType<typeof anEntity>, extension: string) {
  renderTestApp({
    extensions: [
      createTestEntityPage({ entity }),
      serviceSecretsPlugin.getExtension(
        extension as 'entity-card:service-secrets',
      ), // the ids' union is not exported
    ],
    apis: [[serviceSecretsApiRef, api]],
  });
}

describe('the plugin in the new frontend system', () => {
  it('shows the tab on an entity with the annotation', async () => {
    show(boundEntity, 'entity-content:service-secrets');
    expect(await screen.findByText(/cannot log in to Vault/)).toBeVisible();
  });

  it('shows the card on an entity with the annotation', async () => {
    show(boundEntity, 'entity-card:service-secrets');
    expect(
      await screen.findByText(/does not bind service account/),
    ).toBeVisible();
  });

  it('shows neither on an entity without', async () => {
    show(anEntity(), 'entity-content:service-secrets');
    expect(await screen.findByTestId('empty-entity-page')).toBeInTheDocument();
  });

  it('shows the fleet at its path', async () => {
    renderTestApp({
      features: [serviceSecretsPlugin],
      apis: [[fleetApiRef, new FakeFleetApi(aFleet(2))]],
      initialRouteEntries: ['/service-secrets'],
    });
    expect(await screen.findByText('2 services, 2 broken')).toBeVisible();
  });

  it("puts the filter among those of the catalog's page", async () => {
    renderTestApp({
      features: [catalogPlugin, serviceSecretsPlugin],
      apis: [
        [catalogApiRef, catalogApiMock({ entities: [boundEntity] })],
        [serviceStatesApiRef, new FakeServiceStatesApi()],
      ],
      initialRouteEntries: ['/catalog'],
    });
    expect(await screen.findByText('Secrets', {}, LONG)).toBeVisible();
  }, 60_000);

  it('makes its own client', async () => {
    renderTestApp({
      extensions: [createTestEntityPage({ entity: boundEntity })],
      features: [serviceSecretsPlugin],
    });
    expect(await screen.findByText(/could not be loaded/)).toBeVisible();
  });
});
