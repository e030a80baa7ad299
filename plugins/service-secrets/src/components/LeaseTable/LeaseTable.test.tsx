import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { LeasesState } from '../../hooks/useLeases';
import { after, anEnvironment, aSource } from '../../testSupport/builders';
import { mixedLeases } from '../../testSupport/exampleLeases';
import { renderAtNoon } from '../../testSupport/renderAround';
import { LeaseTable } from './LeaseTable';

const counts = { ...anEnvironment().leases!, total: 4 };

const ready = (
  overrides: Partial<Extract<LeasesState, { kind: 'ready' }>> = {},
): LeasesState => ({
  kind: 'ready',
  list: { rows: mixedLeases, total: 4, servedAt: after(0) },
  more: false,
  ...overrides,
});

const rowText = (name: RegExp) => screen.getByRole('row', { name }).textContent;

describe('LeaseTable', () => {
  it('tells of each lease its state, workload, and how long it has', () => {
    renderAtNoon(<LeaseTable counts={counts} leases={ready()} />);
    expect(screen.getByText('4 of 2 expected')).toBeVisible();
    expect(rowText(/qDTv8wn6/)).toMatch(
      /Active…qDTv8wn6grade-api-rolegrade-api-6f9c-x2 likely19 min40 min23 h 40 min · 23 renewals left$/,
    );
    expect(rowText(/b3nQe0aa/)).toMatch(/Orphan.*no live pod3 h/);
    expect(rowText(/Zk19dPl2/)).toMatch(
      /Irrevocable.*no longer counts downthe database user owns objects$/,
    );
  });

  it('keeps the rows the filter asks for', async () => {
    renderAtNoon(<LeaseTable counts={counts} leases={ready()} />);
    await userEvent.type(
      screen.getByRole('searchbox', { name: 'Filter leases' }),
      'orphan',
    );
    const grid = screen.getByRole('grid', { name: 'Leases' });
    expect(within(grid).getAllByRole('row')).toHaveLength(2);
  });

  it('says that nothing is known, not that there is none, when the source failed', () => {
    const failure = {
      code: 'sealed' as const,
      message: 'Vault `v` is sealed.',
    };
    const source = aSource('leases', { state: 'failed', failure });
    renderAtNoon(<LeaseTable leases={{ kind: 'loading' }} source={source} />);
    expect(screen.getByText(/could not be read \(sealed\)/)).toHaveTextContent(
      'Vault v is sealed.',
    );
    expect(screen.queryByText(/No lease is live/)).not.toBeInTheDocument();
  });

  it('says so when no lease is live', () => {
    const none = { ...counts, total: 0 };
    renderAtNoon(<LeaseTable counts={none} leases={{ kind: 'loading' }} />);
    expect(screen.getByText(/No lease is live/)).toBeVisible();
  });

  it('shows that it loads', () => {
    renderAtNoon(<LeaseTable counts={counts} leases={{ kind: 'loading' }} />);
    expect(
      screen.getByRole('status', { name: 'Loading leases' }),
    ).toBeVisible();
  });

  it('says why the list is missing when it cannot be read', () => {
    const leases: LeasesState = {
      kind: 'failed',
      error: new Error('too slow'),
    };
    renderAtNoon(<LeaseTable counts={counts} leases={leases} />);
    expect(screen.getByText(/could not be read: too slow/)).toBeVisible();
  });

  it('says how many rows are missing when only a part is listed', () => {
    const list = { rows: mixedLeases, total: 25_000, servedAt: after(0) };
    renderAtNoon(<LeaseTable counts={counts} leases={ready({ list })} />);
    expect(screen.getByRole('status')).toHaveTextContent(
      'Listed are 4 of 25,000 leases; the rest is counted only.',
    );
  });

  it('says how old the rows are when they could not be read again', () => {
    const stale = new Error('connection refused');
    const list = { rows: mixedLeases, total: 4, servedAt: after(-300) };
    renderAtNoon(
      <LeaseTable counts={counts} leases={ready({ list, stale })} />,
    );
    expect(screen.getByRole('status')).toHaveTextContent(
      /Stale: the list was read 5 min ago.*connection refused/,
    );
  });
});
