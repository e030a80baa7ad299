import { ReactNode } from 'react';

/** A column of a table: what it is called, and what a row shows in it. */
export interface Column<Row> {
  readonly id: string;
  readonly label: string;
  /** Shown in the head instead of the label, such as a checkbox. */
  readonly head?: ReactNode;
  /** Numbers stand at the end, so that their digits do. */
  readonly align?: 'end';
  /** A time or a short name, which reads badly in two lines. */
  readonly nowrap?: boolean;
  /** Share of the width when rows come and go while scrolling, in percent. */
  readonly width: number;
  readonly cell: (row: Row) => ReactNode;
  /** What the filter looks at. */
  readonly text?: (row: Row) => string | undefined;
  /** What the rows are sorted by; a column without it cannot be sorted by. */
  readonly order?: (row: Row) => string | number | undefined;
}

/** A column to sort by, and which way. */
export interface Sorting {
  readonly columnId: string;
  readonly descending: boolean;
}

const collator = new Intl.Collator('en-US', { numeric: true });

function compareKeys(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number'
    ? a - b
    : collator.compare(String(a), String(b));
}

/** What the filter finds a row by, in lower case. */
export function searchText<Row>(
  row: Row,
  columns: readonly Column<Row>[],
): string {
  return columns
    .flatMap(({ text }) => text?.(row) ?? [])
    .join('\n')
    .toLocaleLowerCase('en-US');
}

/** The rows that contain every word of the filter. */
export function filterRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  filter: string,
): readonly Row[] {
  const words = filter
    .toLocaleLowerCase('en-US')
    .split(/\s+/)
    .filter(word => word !== '');
  if (words.length === 0) return rows;
  return rows.filter(row => {
    const text = searchText(row, columns);
    return words.every(word => text.includes(word));
  });
}

/** The rows in order; those without a value come last either way, and equals keep their places. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sorting?: Sorting,
): readonly Row[] {
  const order = columns.find(({ id }) => id === sorting?.columnId)?.order;
  if (!order || !sorting) return rows;
  const sign = sorting.descending ? -1 : 1;
  return rows
    .map(row => ({ row, key: order(row) }))
    .sort((a, b) => {
      if (a.key === undefined || b.key === undefined) {
        return Number(a.key === undefined) - Number(b.key === undefined);
      }
      return sign * compareKeys(a.key, b.key);
    })
    .map(({ row }) => row);
}

/** The next sorting when a column's button is pressed: upwards, downwards, as served. */
export function nextSorting(
  columnId: string,
  current?: Sorting,
): Sorting | undefined {
  if (current?.columnId !== columnId) return { columnId, descending: false };
  return current.descending ? undefined : { columnId, descending: true };
}
