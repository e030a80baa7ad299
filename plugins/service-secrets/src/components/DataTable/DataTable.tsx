import { Text } from '@backstage/ui';
import Table from '@material-ui/core/Table';
import { useDeferredValue, useMemo, useState } from 'react';

import { Column, filterRows, Sorting, sortRows } from './arrangeRows';
import classes from './DataTable.module.css';
import { TableHeader } from './TableHeader';
import { PlainRows, VirtualRows } from './TableRows';

/** A longer list scrolls by itself and renders only what is in view. */
const PLAIN_ROWS = 25;

/** How the columns share the width; without any, what stands in them decides. */
function Widths(props: {
  readonly columns: readonly Pick<Column<never>, 'id' | 'width'>[];
}) {
  return (
    <colgroup>
      {props.columns.map(({ id, width }) => (
        <col key={id} data-column={id} style={{ width: `${width}%` }} />
      ))}
    </colgroup>
  );
}

function NoMatch({ found }: { readonly found: number }) {
  if (found > 0) return null;
  return (
    <div className={classes.none} role="status">
      <Text variant="body-medium" color="secondary" as="p">
        No row contains what the filter asks for.
      </Text>
    </div>
  );
}

function scrollerClass(rowCount: number): string {
  return [
    classes.scroller,
    rowCount > PLAIN_ROWS ? classes.virtual : '',
    // Nobody sorts a single row.
    rowCount === 1 ? classes.single : '',
  ].join(' ');
}

/** A table that stays fast and usable by keyboard with ten thousand rows. */
export function DataTable<Row>(props: {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly filter?: string;
  /** Columns keep their widths, however many rows come and go. */
  readonly fixed?: boolean;
  /** Given when the sorting is kept elsewhere, such as in the address. */
  readonly sorted?: {
    readonly by?: Sorting;
    readonly onSort: (sorting?: Sorting) => void;
  };
}) {
  const { label, columns, rows, rowKey, fixed, sorted } = props;
  // A state, not a ref: the rows must hear of the element, which comes after them.
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const [ownSorting, setOwnSorting] = useState<Sorting>();
  const sorting = sorted ? sorted.by : ownSorting;
  // Typing stays fluent while a long list is searched.
  const filter = useDeferredValue(props.filter ?? '');
  const shown = useMemo(
    () => sortRows(filterRows(rows, columns, filter), columns, sorting),
    [rows, columns, filter, sorting],
  );
  // Decided by the whole list: the layout must not jump while a filter is typed.
  const virtual = rows.length > PLAIN_ROWS;
  const rigid = virtual || fixed === true;
  const Rows = virtual ? VirtualRows : PlainRows;
  return (
    <div ref={setScroller} className={scrollerClass(rows.length)}>
      <Table
        role="grid"
        aria-label={label}
        aria-readonly="true"
        aria-rowcount={shown.length + 1}
        className={`${classes.table} ${rigid ? classes.fixed : ''}`}
      >
        <Widths columns={rigid ? columns : []} />
        <TableHeader
          columns={columns}
          sorting={sorting}
          onSort={sorted?.onSort ?? setOwnSorting}
        />
        <Rows
          rows={shown}
          columns={columns}
          rowKey={rowKey}
          scroller={scroller}
        />
      </Table>
      {rows.length > 0 ? <NoMatch found={shown.length} /> : null}
    </div>
  );
}
