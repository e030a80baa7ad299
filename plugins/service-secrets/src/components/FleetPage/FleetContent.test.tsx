import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { aResponseError } from '../../testSupport/failures';
import { FakeFleetApi } from '../../testSupport/FakeFleetApi';
import {
  aCollectionStatus,
  aFleet,
  aFleetFinding,
  aFleetRow,
} from '../../testSupport/fleetBuilders';
import { fleetScenarios } from '../../testSupport/fleetScenarios';
import {
  rowNames,
  rowTexts,
  services,
  showFleet,
} from '../../testSupport/showFleet';

// A whole page in jsdom, found by roles, on a busy machine.
jest.setTimeout(60_000);

describe('FleetContent', () => {
  it('says how the fleet fares and how old that is', async () => {
    await showFleet(new FakeFleetApi(aFleet(12)));
    const head = await screen.findByRole('region', {
      name: 'State of the fleet',
    });
    expect(head).toHaveTextContent(
      '12 services, 2 broken, 5 degraded, 5 unknown',
    );
    await waitFor(() =>
      expect(head).toHaveTextContent(
        'Collected 3 min ago, 2 services not read',
      ),
    );
  });

  it('asks for the filter of the address, and puts a chosen one there', async () => {
    const api = new FakeFleetApi(aFleet(12));
    await showFleet(api, { query: '?health=broken&health=nonsense' });
    expect(await rowNames()).toHaveLength(2);
    expect(api.asked[0].filter).toEqual({ health: ['broken'] });
    const state = screen.getByRole('group', { name: 'State' });
    await userEvent.click(within(state).getByLabelText(/Broken/));
    await waitFor(() => expect(rowTexts()).toHaveLength(12));
  });

  it('finds nothing and offers to clear the filter when no row fits', async () => {
    await showFleet(new FakeFleetApi(aFleet(3)), { query: '?text=plum' });
    expect(
      await screen.findByText('No service fits the filter.'),
    ).toBeVisible();
    await userEvent.click(
      screen.getAllByRole('button', { name: 'Clear the filter' })[0],
    );
    await waitFor(() => expect(rowTexts()).toHaveLength(3));
  });

  it('lists owners with their worst state when it groups, and opens one', async () => {
    await showFleet(new FakeFleetApi(aFleet(10)), { query: '?group=owner' });
    const heads = await rowNames();
    expect(heads[0]).toMatch(/Broken.*team-payments.*2 rows/);
    await userEvent.click(
      screen.getByRole('button', { name: /team-payments/ }),
    );
    expect((await rowNames())[1]).toContain('payments-0');
  });

  it('opens a row by Enter: findings with since, what drifted, and a link to its tab', async () => {
    await showFleet(new FakeFleetApi(aFleet(2)));
    const row = within(await services()).getAllByRole('row')[2];
    act(() => row.focus());
    await userEvent.keyboard('{Enter}');
    const details = await screen.findByRole('complementary', {
      name: 'ledger-sync-1 staging',
    });
    expect(details).toHaveTextContent('3 findings');
    expect(details).toHaveTextContent('since 2 Mar 2026, 3 h');
    expect(details).toHaveTextContent(
      'Database role grade-api-role got other creation statements',
    );
    expect(
      within(details).getByRole('link', { name: /secrets/ }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/component/ledger-sync-1/secrets',
    );
    await userEvent.keyboard('{Escape}');
    expect(details).not.toBeInTheDocument();
  });

  it('signs the selected rows off with a note and shows it', async () => {
    const api = new FakeFleetApi(aFleet(2));
    await showFleet(api);
    await userEvent.click(
      await screen.findByLabelText('Select payments-0 production'),
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Sign off 1 selected…' }),
    );
    await userEvent.type(screen.getByLabelText('Note'), 'looked at grants');
    await userEvent.click(screen.getByRole('button', { name: 'Sign off' }));
    await waitFor(() => expect(rowTexts()[0]).toContain('Signed off'));
    expect(api.signed).toEqual([
      {
        targets: [
          {
            entityRef: 'component:default/payments-0',
            environment: 'production',
            collectedAt: aFleet(2)[0].collectedAt,
          },
        ],
        until: '2026-05-31T23:59:59.000Z',
        note: 'looked at grants',
      },
    ]);
  });

  it('tells which rows were refused and why', async () => {
    const api = new FakeFleetApi(aFleet(1));
    api.signOff = async ({ targets }) => ({
      done: [],
      refused: [{ target: targets[0], reason: 'Nothing of it was ever read' }],
    });
    await showFleet(api);
    await userEvent.click(await screen.findByLabelText('Select all 1 row'));
    await userEvent.click(screen.getByText('Sign off 1 selected…'));
    await userEvent.click(screen.getByRole('button', { name: 'Sign off' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      '0 rows signed off, 1 refusedpayments-0 production: Nothing of it was ever read',
    );
  });

  it('accepts a finding only with a reason', async () => {
    const finding = aFleetFinding();
    const api = new FakeFleetApi([aFleetRow({ findings: [finding] })]);
    await showFleet(api, {
      query: '?row=component:default/grade-api+production',
    });
    await userEvent.click(await screen.findByText('Accept until a day…'));
    const accept = screen.getByRole('button', { name: 'Accept' });
    expect(accept).toBeDisabled();
    await userEvent.type(screen.getByLabelText(/Reason/), 'migration');
    await userEvent.click(accept);
    await waitFor(() => expect(api.excepted).toHaveLength(1));
    expect(api.excepted[0]).toMatchObject({
      findingId: finding.id,
      reason: 'migration',
      until: '2026-04-01T23:59:59.000Z',
    });
  });

  it('offers nothing that changes something to a reader', async () => {
    await showFleet(new FakeFleetApi(aFleet(2)), { mayReview: false });
    await services();
    expect(screen.queryByText('Collect now')).not.toBeInTheDocument();
    expect(screen.queryByText(/Sign off/)).not.toBeInTheDocument();
    expect(screen.queryByRole('checkbox', { name: /Select/ })).toBeNull();
  });

  it('asks for a collection once and then says so', async () => {
    const api = new FakeFleetApi(aFleet(2));
    await showFleet(api);
    await userEvent.click(await screen.findByText('Collect now'));
    expect(await screen.findByText(/A collection was asked for/)).toBeVisible();
    expect(api.collections).toBe(1);
  });

  it('says why an export failed', async () => {
    await showFleet(fleetScenarios['export-refused']());
    await userEvent.click(await screen.findByText('Export CSV'));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The export failedPermission service-secrets.fleet.read is missing',
    );
  });
});

describe('the faces of the fleet page', () => {
  it.each([
    ['denied', /You may not see the whole fleet.*service-secrets\.fleet\.read/],
    ['absent', /collects no fleet.*serviceSecrets\.fleet\.enabled/],
    ['failed', /could not be loaded.*connection refused/],
  ])('of %s name the cause', async (scenario, text) => {
    await showFleet(fleetScenarios[scenario]());
    expect((await screen.findByRole('alert')).textContent).toMatch(text);
  });

  it('tells an empty fleet from one that was never collected', async () => {
    await showFleet(fleetScenarios.never());
    expect(await screen.findByText('Nothing was collected yet')).toBeVisible();
  });

  it('says which annotation is missing when the last collection found nobody', async () => {
    const api = new FakeFleetApi();
    api.statusNow = aCollectionStatus();
    await showFleet(api);
    expect(
      await screen.findByText('No service says where its secrets are'),
    ).toBeVisible();
  });

  it('keeps the rows and says so when a later answer fails', async () => {
    const api = new FakeFleetApi(aFleet(2));
    await showFleet(api);
    await services();
    await userEvent.click(screen.getByLabelText('Select all 2 rows'));
    api.signOff = async ({ targets }) => {
      api.failure = new Error('connection refused');
      return { done: targets, refused: [] };
    };
    await userEvent.click(screen.getByText('Sign off 2 selected…'));
    await userEvent.click(screen.getByRole('button', { name: 'Sign off' }));
    expect(
      (await screen.findAllByText(/Stale: this is the last answer/))[0],
    ).toBeVisible();
    expect(await rowNames()).toHaveLength(2);
  });

  it('hides what was shown when the permission is lost', async () => {
    const api = new FakeFleetApi(aFleet(2));
    await showFleet(api);
    await services();
    api.failure = aResponseError(403, 'Permission is missing');
    const state = screen.getByRole('group', { name: 'State' });
    await userEvent.click(within(state).getByLabelText(/Broken/));
    expect((await screen.findAllByRole('alert'))[0]).toHaveTextContent(
      'You may not see the whole fleet',
    );
    expect(screen.queryByRole('grid')).not.toBeInTheDocument();
  });
});

describe('the views of the fleet page', () => {
  it.each([
    ['expiry', 'Expiry, next 90 days', /pki_int/],
    ['roles', 'Wildcard bindings', /binds \* in bi, reports/],
    ['access', 'Who can reach this database?', /no policy that was read/],
    ['history', 'History of the fleet', /The same as a table/],
    ['changes', 'Changes', /3 changes since the last review/],
    ['evidence', 'Evidence report', /accepted until 16 Apr 2026/],
  ])('show %s where the address says so', async (view, title, text) => {
    await showFleet(new FakeFleetApi(aFleet(3)), { query: `?view=${view}` });
    const region = await screen.findByRole('region', { name: title });
    await waitFor(() => expect(region.textContent).toMatch(text));
  });

  it('show the beginning of a long report, and print all of it', async () => {
    await showFleet(new FakeFleetApi(aFleet(120)), { query: '?view=evidence' });
    const preview = await screen.findByRole('region', { name: 'The report' });
    await waitFor(() =>
      expect(preview).toHaveTextContent('… and 20 rows more on paper.'),
    );
    expect(within(preview).getAllByRole('row')).toHaveLength(101);

    act(() => {
      window.dispatchEvent(new Event('beforeprint'));
    });
    expect(screen.getAllByRole('row')).toHaveLength(121);
    expect(screen.queryByText(/more on paper/)).toBeNull();
    act(() => {
      window.dispatchEvent(new Event('afterprint'));
    });
    expect(screen.getAllByRole('row')).toHaveLength(101);
  });

  it('narrow the calendar to a day when it is pressed', async () => {
    await showFleet(new FakeFleetApi(aFleet(1)), { query: '?view=expiry' });
    await userEvent.click(
      await screen.findByRole('button', { name: /^7 Mar 2026: 1 ending/ }),
    );
    const list = screen.getByRole('grid', { name: 'What ends' });
    expect(within(list).getAllByRole('row')).toHaveLength(2);
    expect(list).toHaveTextContent('database/static-reports');
  });
});
