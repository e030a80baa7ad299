import { Column, filterRows, nextSorting, sortRows } from './arrangeRows';

interface Fruit {
  readonly name: string;
  readonly weight?: number;
}

const columns: readonly Column<Fruit>[] = [
  {
    id: 'name',
    label: 'Name',
    width: 50,
    cell: ({ name }) => name,
    text: ({ name }) => name,
    order: ({ name }) => name,
  },
  {
    id: 'weight',
    label: 'Weight',
    width: 50,
    cell: ({ weight }) => weight,
    order: ({ weight }) => weight,
  },
];

const rows: readonly Fruit[] = [
  { name: 'pear 10', weight: 3 },
  { name: 'Apple' },
  { name: 'pear 9', weight: 1 },
];

const names = (fruits: readonly Fruit[]) => fruits.map(({ name }) => name);

describe('filterRows', () => {
  it.each([
    ['', ['pear 10', 'Apple', 'pear 9']],
    ['  ', ['pear 10', 'Apple', 'pear 9']],
    ['PEAR', ['pear 10', 'pear 9']],
    ['9 pear', ['pear 9']],
    ['plum', []],
    ['3', []],
  ])('keeps for %j %j', (filter, expected) => {
    expect(names(filterRows(rows, columns, filter))).toEqual(expected);
  });
});

describe('sortRows', () => {
  it('counts numbers in names as numbers', () => {
    const sorting = { columnId: 'name', descending: false };
    expect(names(sortRows(rows, columns, sorting))).toEqual([
      'Apple',
      'pear 9',
      'pear 10',
    ]);
  });

  it.each([
    [false, ['pear 9', 'pear 10', 'Apple']],
    [true, ['pear 10', 'pear 9', 'Apple']],
  ])(
    'puts rows without a value last when descending is %s',
    (descending, expected) => {
      const sorting = { columnId: 'weight', descending };
      expect(names(sortRows(rows, columns, sorting))).toEqual(expected);
    },
  );

  it('leaves the order when nothing is asked for', () => {
    expect(sortRows(rows, columns)).toBe(rows);
  });
});

describe('nextSorting', () => {
  it('goes upwards, downwards and back to the order served', () => {
    const up = nextSorting('name');
    const down = nextSorting('name', up);
    expect(up).toEqual({ columnId: 'name', descending: false });
    expect(down).toEqual({ columnId: 'name', descending: true });
    expect(nextSorting('name', down)).toBeUndefined();
  });

  it('starts upwards when another column is pressed', () => {
    expect(nextSorting('b', { columnId: 'a', descending: true })).toEqual({
      columnId: 'b',
      descending: false,
    });
  });
});
