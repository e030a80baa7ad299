import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { after } from '../../testSupport/builders';
import { FakeFleetApi } from '../../testSupport/FakeFleetApi';
import {
  aCollectionStatus,
  aFleet,
  aFleetRow,
} from '../../testSupport/fleetBuilders';
import {
  rowNames,
  rowTexts,
  services,
  showFleet,
} from '../../testSupport/showFleet';

// A whole page in jsdom, found by roles, on a busy machine.
jest.setTimeout(60_000);

const target = {
  entityRef: 'component:default/ledger-sync-1',
  environment: 'staging',
};
const ofRow = 'component:default/ledger-sync-1+staging';
const drawer = () =>
  screen.findByRole('complementary', { name: 'ledger-sync-1 staging' });

describe('reviewing in the fleet page', () => {
  it('says which group is missing, and offers no button, when the backend would refuse', async () => {
    const api = new FakeFleetApi(aFleet(2));
    api.statusNow = aCollectionStatus({ mayReview: false });
    await showFleet(api, { query: `?row=${ofRow}` });
    const details = await drawer();
    await waitFor(() =>
      expect(details).toHaveTextContent(
        'Reviewing takes a place in a platform group (serviceSecrets.access.platformGroups); you are in none.',
      ),
    );
    expect(
      screen.getByRole('region', { name: 'State of the fleet' }),
    ).toHaveTextContent('Reviewing takes a place in a platform group');
    for (const name of [/Collect/, /Sign off/, /Mute/, /Accept/, /End the/]) {
      expect(screen.queryByRole('button', { name })).not.toBeInTheDocument();
    }
    expect(screen.queryByText('Withdraw the sign-off')).toBeNull();
  });

  it('names the permission when the permission framework denies it', async () => {
    await showFleet(new FakeFleetApi(aFleet(1)), { mayReview: false });
    expect(
      (await screen.findAllByText('service-secrets.fleet.review'))[0],
    ).toBeVisible();
    expect(screen.queryByText('Collect now')).not.toBeInTheDocument();
  });

  it('signs a row once that was chosen in two groups', async () => {
    const rows = [
      aFleetRow({ deliveryMethods: ['vso', 'cert-manager'] }),
      aFleetRow({ entityRef: 'component:default/b', title: 'b' }),
    ];
    const api = new FakeFleetApi(rows);
    await showFleet(api, { query: '?group=delivery' });
    const table = within(await services());
    await userEvent.click(table.getByText('Secrets Operator'));
    await userEvent.click(table.getByText('cert-manager'));
    const boxes = screen.getAllByLabelText('Select grade-api production');
    expect(boxes).toHaveLength(2);
    await userEvent.click(screen.getByLabelText('Select all of cert-manager'));
    for (const box of boxes) expect(box).toBeChecked();
    await userEvent.click(screen.getByText('Sign off 1 selected…'));
    await userEvent.click(screen.getByRole('button', { name: 'Sign off' }));
    await waitFor(() => expect(api.signed).toHaveLength(1));
    expect(api.signed[0].targets).toHaveLength(1);
  });

  it('mutes the selected rows with a reason, and shows it in them', async () => {
    const api = new FakeFleetApi([aFleetRow()]);
    await showFleet(api);
    await userEvent.click(await screen.findByLabelText('Select all 1 row'));
    await userEvent.click(screen.getByText('Mute 1 selected…'));
    const mute = screen.getByRole('button', { name: 'Mute' });
    expect(mute).toBeDisabled();
    await userEvent.type(screen.getByLabelText(/Reason/), 'migration');
    await userEvent.click(mute);
    await waitFor(() =>
      expect(rowTexts()[0]).toContain('notices muted until 1 Apr 2026'),
    );
    expect(api.muted).toEqual([
      {
        targets: [
          {
            entityRef: 'component:default/grade-api',
            environment: 'production',
          },
        ],
        until: '2026-04-01T23:59:59.000Z',
        reason: 'migration',
      },
    ]);
  });

  it('says until when a row is muted, and lets its owner be told again', async () => {
    const api = new FakeFleetApi(aFleet(2));
    await showFleet(api, { query: `?row=${ofRow}` });
    const details = await drawer();
    expect(details).toHaveTextContent(
      'Muted until 22 Mar 2026 by ada: The team is on it',
    );
    await userEvent.click(await within(details).findByText('Unmute'));
    await waitFor(() =>
      expect(details).toHaveTextContent('Its owner is told of new findings.'),
    );
    expect(api.unmuted).toEqual([{ targets: [target] }]);
  });
});

describe('the past of a service', () => {
  it('shows its changes and its acceptances with those that ended, when they are asked for', async () => {
    const api = new FakeFleetApi(aFleet(2));
    api.endedExceptions = [
      {
        ...target,
        id: 'old',
        findingId: 'leaseIrrevocable',
        code: 'leaseIrrevocable',
        reason: 'Known to the database team',
        by: 'user:default/grace',
        at: after(-86_400 * 60),
        until: after(-86_400 * 10),
        endedAt: after(-86_400 * 30),
        endedBy: 'user:default/ada',
      },
    ];
    await showFleet(api, { query: `?row=${ofRow}` });
    const details = await drawer();
    await userEvent.click(within(details).getByText(/^Acceptances/));
    const list = await within(details).findByRole('list', {
      name: 'Acceptances',
    });
    expect(list).toHaveTextContent('holds until 16 Apr 2026');
    expect(list).toHaveTextContent(
      'ended by ada on 31 Jan 2026, before its day, 20 Feb 2026. Accepted by grace',
    );
    await userEvent.click(
      within(details).getByText('Changed since the sign-off'),
    );
    expect(
      await within(details).findByRole('list', {
        name: 'Changes since the sign-off',
      }),
    ).toHaveTextContent('does not bind service account');
    expect(api.askedOf).toEqual([target, target]);
  });

  it('leads to its own history and back to the fleet’s', async () => {
    const api = new FakeFleetApi(aFleet(2));
    await showFleet(api, { query: `?row=${ofRow}` });
    await userEvent.click(
      within(await drawer()).getByRole('link', { name: 'Its history' }),
    );
    expect(
      await screen.findByRole('region', {
        name: 'History of ledger-sync-1 staging',
      }),
    ).toBeVisible();
    expect(api.askedOf).toEqual([target]);
    await userEvent.click(
      screen.getByRole('link', { name: 'History of the fleet' }),
    );
    expect(
      await screen.findByRole('region', { name: 'History of the fleet' }),
    ).toBeVisible();
    expect(api.askedOf).toEqual([target, undefined]);
  });
});

describe('finding one’s way in the fleet page', () => {
  it('opens a row by Enter and gives the focus back when Escape closes it', async () => {
    await showFleet(new FakeFleetApi(aFleet(2)));
    const row = within(await services()).getAllByRole('row')[2];
    act(() => row.focus());
    await userEvent.keyboard('{Enter}');
    expect(await drawer()).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    expect(row).toHaveFocus();
  });

  it('opens a row that is pressed beside its name', async () => {
    await showFleet(new FakeFleetApi(aFleet(2)));
    await services();
    await userEvent.click(screen.getByText('team-grades', { selector: 'td' }));
    expect(await drawer()).toBeVisible();
  });

  it('takes one condition away when its chip is pressed', async () => {
    const api = new FakeFleetApi(aFleet(12));
    await showFleet(api, { query: '?health=broken&text=ledger' });
    expect(await rowNames()).toHaveLength(1);
    await userEvent.click(
      screen.getByRole('button', { name: 'Remove Containing “ledger”' }),
    );
    await waitFor(() => expect(rowTexts()).toHaveLength(2));
    expect(api.asked.at(-1)?.filter).toEqual({ health: ['broken'] });
  });

  it('leads from a day of the strip to that day of the calendar', async () => {
    await showFleet(new FakeFleetApi(aFleet(1)));
    await userEvent.click(
      await screen.findByRole('button', { name: /^7 Mar 2026: 1 ending/ }),
    );
    expect(
      await screen.findByText('7 Mar 2026 only; press the day again for all'),
    ).toBeVisible();
  });
});
