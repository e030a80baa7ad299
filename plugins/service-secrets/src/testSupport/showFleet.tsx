// Only tests import this file, so what it needs is no dependency of the plugin.
/* eslint-disable @backstage/no-undeclared-imports */
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { SignalApi } from '@backstage/plugin-signals-react';
import { renderInTestApp } from '@backstage/test-utils';
import { screen, within } from '@testing-library/react';

import { FleetApi } from '../api/FleetApi';
import { FleetContent } from '../components/FleetPage/FleetContent';
import { FleetExample } from './FleetExample';

// jsdom has no sizes to observe.
Object.assign(globalThis, {
  ResizeObserver: class {
    observe() {}
    unobserve() {}
    disconnect() {}
  },
});

/** Renders the fleet page at an address, for somebody who may review or may not. */
export async function showFleet(
  api: FleetApi,
  options: {
    readonly query?: string;
    readonly mayReview?: boolean;
    readonly signals?: SignalApi;
  } = {},
): Promise<void> {
  const { query = '', mayReview = true, signals } = options;
  await renderInTestApp(
    <FleetExample api={api} mayReview={mayReview} signals={signals}>
      <FleetContent />
    </FleetExample>,
    {
      routeEntries: [`/${query}`],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    },
  );
}

/** The table of the services, once it is there. */
export const services = () => screen.findByRole('grid', { name: 'Services' });

/** What stands in its rows now. */
export const rowTexts = () =>
  within(screen.getByRole('grid', { name: 'Services' }))
    .getAllByRole('row')
    .slice(1)
    .map(({ textContent }) => textContent);

/** What stands in its rows, once it is there. */
export async function rowNames() {
  await services();
  return rowTexts();
}
