import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { pretendLayout } from '../../testSupport/pretendLayout';
import { RowButton } from '../Operate/RowButton';
import { Column } from './arrangeRows';
import { DataTable } from './DataTable';

interface Item {
  readonly id: number;
  readonly name: string;
}

const columns: readonly Column<Item>[] = [
  {
    id: 'name',
    label: 'Name',
    width: 60,
    cell: ({ name }) => name,
    text: ({ name }) => name,
    order: ({ id }) => id,
  },
  { id: 'note', label: 'Note', width: 40, cell: () => 'fine' },
];

const items = (count: number) =>
  Array.from({ length: count }, (_, id) => ({ id, name: `item ${id}` }));

function show(count: number, filter?: string) {
  return render(
    <DataTable
      label="Items"
      columns={columns}
      rows={items(count)}
      rowKey={({ id }) => String(id)}
      filter={filter}
    />,
  );
}

const dataRows = () => screen.getAllByRole('row').slice(1);

describe('DataTable', () => {
  it('sorts by a column and says so when its head is pressed', async () => {
    show(3);
    const head = screen.getByRole('columnheader', { name: 'Name' });
    expect(head).toHaveAttribute('aria-sort', 'none');
    const button = within(head).getByRole('button');
    await userEvent.click(button);
    await userEvent.click(button);
    expect(head).toHaveAttribute('aria-sort', 'descending');
    expect(dataRows()[0]).toHaveTextContent('item 2');
  });

  it('offers no button when a column cannot be sorted by', () => {
    show(1);
    const head = screen.getByRole('columnheader', { name: 'Note' });
    expect(head).not.toHaveAttribute('aria-sort');
    expect(within(head).queryByRole('button')).not.toBeInTheDocument();
  });

  it('moves the focus from row to row when arrows, Home and End are pressed', async () => {
    show(5);
    await userEvent.tab();
    await userEvent.tab();
    expect(dataRows()[0]).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    expect(dataRows()[2]).toHaveFocus();
    await userEvent.keyboard('{End}');
    expect(dataRows()[4]).toHaveFocus();
    await userEvent.keyboard('{Home}');
    expect(dataRows()[0]).toHaveFocus();
  });

  it('has one tab stop among its rows', () => {
    show(5);
    expect(dataRows().filter(row => row.tabIndex === 0)).toHaveLength(1);
  });

  it('lets the Tab key at the buttons of one row only, the one the keyboard has come to', async () => {
    render(
      <DataTable
        label="Items"
        columns={[
          ...columns,
          {
            id: 'actions',
            label: 'Actions',
            width: 10,
            cell: ({ name }) => (
              <RowButton label="Open" of={name} onPress={() => undefined} />
            ),
          },
        ]}
        rows={items(3)}
        rowKey={({ id }) => String(id)}
      />,
    );
    const stops = () =>
      screen
        .getAllByRole('button', { name: /^Open/ })
        .map(({ tabIndex }) => tabIndex);
    expect(stops()).toEqual([0, -1, -1]);

    await userEvent.tab();
    await userEvent.tab();
    await userEvent.keyboard('{ArrowDown}');

    expect(stops()).toEqual([-1, 0, -1]);
  });

  it('says that the filter keeps nothing instead of looking empty', () => {
    show(3, 'plum');
    expect(screen.getByRole('status')).toHaveTextContent(
      'No row contains what the filter asks for.',
    );
  });

  describe('with 10,000 rows', () => {
    beforeEach(pretendLayout);
    afterEach(() => jest.restoreAllMocks());

    it('renders few and tells how many there are', () => {
      const { container } = show(10_000);
      expect(container.querySelectorAll('*').length).toBeLessThan(400);
      expect(screen.getByRole('grid')).toHaveAttribute(
        'aria-rowcount',
        '10001',
      );
      expect(dataRows()[0]).toHaveAttribute('aria-rowindex', '2');
    });

    it('focuses the last row when End is pressed, though it was not rendered', async () => {
      show(10_000);
      await userEvent.tab();
      await userEvent.tab();
      expect(dataRows()[0]).toHaveFocus();
      await userEvent.keyboard('{End}');
      const last = await screen.findByRole('row', { name: /item 9999/ });
      expect(last).toHaveFocus();
      expect(last).toHaveAttribute('aria-rowindex', '10001');
    });

    it('finds one row of them by the filter', async () => {
      show(10_000, 'item 7777');
      expect(
        await screen.findByRole('row', { name: /item 7777/ }),
      ).toBeVisible();
      expect(dataRows()).toHaveLength(1);
    });
  });
});
