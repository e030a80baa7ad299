import {
  act,
  fireEvent,
  screen,
  waitFor,
  within,
} from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { FakeFleetApi } from '../../testSupport/FakeFleetApi';
import { aFleet } from '../../testSupport/fleetBuilders';
import {
  rowNames,
  rowTexts,
  services,
  showFleet,
} from '../../testSupport/showFleet';

// A whole page in jsdom, found by roles, on a busy machine.
jest.setTimeout(60_000);

const broken = async () =>
  within(await screen.findByRole('group', { name: 'State' })).getByLabelText(
    /Broken/,
  );

describe('an address of the fleet page that nobody meant', () => {
  it('shows the whole calendar when its day is none of it', async () => {
    await showFleet(new FakeFleetApi(aFleet(1)), {
      query: '?view=expiry&day=1999-99-99',
    });
    const list = await screen.findByRole('grid', { name: 'What ends' });
    expect(within(list).getAllByRole('row')).toHaveLength(6);
    expect(screen.queryByText(/Invalid Date/)).toBeNull();
  });

  it.each(['nonsense', '275760', '2026-02-31x', '2026-13-01', ''])(
    'asks for the changes since the last review when since is “%s”',
    async since => {
      const api = new FakeFleetApi(aFleet(1));
      const changes = jest.spyOn(api, 'changes');
      await showFleet(api, { query: `?view=changes&since=${since}` });
      expect(await screen.findByText(/since the last review,/)).toBeVisible();
      expect(changes).toHaveBeenCalledWith(
        { since: undefined, target: undefined },
        expect.anything(),
      );
    },
  );

  it('opens no drawer and sorts by nothing when row and column are unknown', async () => {
    await showFleet(new FakeFleetApi(aFleet(3)), {
      query: '?row=<script>&sort=constructor&group=toString&view=__proto__',
    });
    expect(await rowNames()).toHaveLength(3);
    expect(screen.queryByRole('complementary')).toBeNull();
  });
});

describe('rows under a filter', () => {
  it('are gone when the filter’s own could not be read, because they may not fit it', async () => {
    const api = new FakeFleetApi(aFleet(12));
    await showFleet(api);
    await services();
    api.failure = new Error('connection refused');
    await userEvent.click(await broken());
    expect((await screen.findAllByRole('alert'))[0]).toHaveTextContent(
      'could not be loadedconnection refused',
    );
    expect(screen.queryByRole('grid')).toBeNull();
  });

  it('are marked as busy while the filter’s own are on the way', async () => {
    const api = new FakeFleetApi(aFleet(12));
    await showFleet(api);
    const grid = await services();
    const answer = api.rows.bind(api);
    let release = () => {};
    api.rows = async query => {
      await new Promise<void>(resolve => {
        release = resolve;
      });
      return answer(query);
    };
    await userEvent.click(await broken());
    expect(grid.closest('[aria-busy="true"]')).not.toBeNull();
    expect(rowTexts()).toHaveLength(12);
    act(() => release());
    await waitFor(() => expect(rowTexts()).toHaveLength(2));
    expect((await services()).closest('[aria-busy="true"]')).toBeNull();
  });

  it('keep their conditions in sight when the last value of one is taken away', async () => {
    await showFleet(new FakeFleetApi(aFleet(12)), {
      query: '?environment=staging',
    });
    const field = await screen.findByRole('group', { name: 'Environment' });
    await userEvent.click(within(field).getByLabelText(/staging/));
    await waitFor(() => expect(rowTexts()).toHaveLength(12));
    expect(field.closest('details')).toHaveAttribute('open');
  });
});

describe('the search field', () => {
  it('keeps what is typed while an earlier word is asked for, and asks for the last', async () => {
    const api = new FakeFleetApi(aFleet(12));
    await showFleet(api);
    await services();
    const field = screen.getByLabelText('Search services');
    await userEvent.type(field, 'ledger');
    await waitFor(() =>
      expect(api.asked.at(-1)?.filter).toEqual({ text: 'ledger' }),
    );
    await userEvent.type(field, '-sync-1');
    expect(field).toHaveValue('ledger-sync-1');
    await waitFor(() =>
      expect(api.asked.at(-1)?.filter).toEqual({ text: 'ledger-sync-1' }),
    );
    expect(field).toHaveValue('ledger-sync-1');
  });
});

describe('the drawer', () => {
  const drawer = (name: string) => screen.findByRole('complementary', { name });

  it('leaves the focus where the reader put it when another row is opened', async () => {
    await showFleet(new FakeFleetApi(aFleet(3)));
    await services();
    await userEvent.click(screen.getByRole('button', { name: /payments-0/ }));
    await drawer('payments-0 production');
    const other = screen.getByRole('button', { name: /ledger-sync-1/ });
    await userEvent.click(other);
    expect(await drawer('ledger-sync-1 staging')).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    expect(other).toHaveFocus();
  });

  it('closes by Escape from outside, but not by one that a dialog took', async () => {
    await showFleet(new FakeFleetApi(aFleet(2)), {
      query: '?row=component:default/ledger-sync-1+staging',
    });
    const details = await drawer('ledger-sync-1 staging');
    await userEvent.click(
      (
        await within(details).findAllByText('Accept until a day…')
      )[0],
    );
    expect(await screen.findByRole('dialog')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(details).toBeInTheDocument();
    fireEvent.keyDown(document.body, { key: 'Escape' });
    await waitFor(() => expect(details).not.toBeInTheDocument());
  });
});
