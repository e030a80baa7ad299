import { renderInTestApp } from '@backstage/test-utils';
import { act, screen } from '@testing-library/react';

import { fleetRouteRef } from '../../routes';
import { aResponseError } from '../../testSupport/failures';
import { FakeFleetApi } from '../../testSupport/FakeFleetApi';
import { aFleet, aFleetRow } from '../../testSupport/fleetBuilders';
import { FleetExample } from '../../testSupport/FleetExample';
import { FleetWidget } from './FleetWidget';

async function show(api: FakeFleetApi, options: { page?: boolean } = {}) {
  const { page = true } = options;
  await renderInTestApp(
    <FleetExample api={api}>
      <FleetWidget />
    </FleetExample>,
    page ? { mountedRoutes: { '/service-secrets': fleetRouteRef } } : {},
  );
}

afterEach(() => jest.restoreAllMocks());

describe('FleetWidget', () => {
  it('counts the states and leads to the worst services, which do not include healthy ones', async () => {
    await show(new FakeFleetApi(aFleet(30).slice(0, 3).concat(aFleetRow())));
    const link = await screen.findByRole('link', {
      name: 'ledger-sync-1 staging',
    });
    expect(link).toHaveAttribute(
      'href',
      '/service-secrets?row=component%3Adefault%2Fledger-sync-1+staging',
    );
    expect(screen.getAllByRole('listitem')).toHaveLength(3);
    const numbers = screen
      .getAllByRole('term')
      .map(({ parentElement }) => parentElement?.textContent);
    expect(numbers).toEqual(['broken2', 'degraded0', 'unknown1', 'services4']);
  });

  it('shows names without links in an app without the fleet page', async () => {
    await show(new FakeFleetApi(aFleet(2)), { page: false });
    expect(await screen.findByText(/payments-0 production/)).toBeVisible();
    expect(screen.queryByRole('link')).toBeNull();
  });

  it('says that the reader may not see the fleet', async () => {
    const api = new FakeFleetApi();
    api.failure = aResponseError(403, 'Permission is missing');
    await show(api);
    expect(
      await screen.findByText(/You may not see the whole fleet/),
    ).toBeVisible();
  });

  it('says that its numbers are old when the backend stops answering', async () => {
    const api = new FakeFleetApi(aFleet(2));
    await show(api);
    await screen.findByText(/payments-0/);
    api.failure = new Error('connection refused');
    await lookAgainLater();
    expect(await screen.findByRole('status')).toHaveTextContent(
      'Stale: this is the last answer that came. connection refused',
    );
    expect(screen.getByText(/payments-0/)).toBeVisible();
  });
});

/** Comes back to the browser tab after longer than it waits between two questions. */
async function lookAgainLater() {
  const later = performance.now() + 120_000;
  jest.spyOn(performance, 'now').mockReturnValue(later);
  await act(async () => {
    document.dispatchEvent(new Event('visibilitychange'));
  });
}
