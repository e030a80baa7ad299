import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';

import { Column, nextSorting, Sorting } from './arrangeRows';
import classes from './DataTable.module.css';

function ariaSort(columnId: string, sorting?: Sorting) {
  if (sorting?.columnId !== columnId) return 'none';
  return sorting.descending ? 'descending' : 'ascending';
}

const signs = { none: '', ascending: '▲', descending: '▼' } as const;

/** The column heads; those that can be sorted by are buttons. */
export function TableHeader<Row>(props: {
  readonly columns: readonly Column<Row>[];
  readonly sorting?: Sorting;
  readonly onSort: (sorting?: Sorting) => void;
}) {
  const { columns, sorting, onSort } = props;
  return (
    <TableHead>
      <TableRow role="row" aria-rowindex={1} className={classes.header}>
        {columns.map(({ id, label, head, align, order }) => {
          const direction = ariaSort(id, sorting);
          return (
            <TableCell
              key={id}
              role="columnheader"
              className={`${classes.head} ${align ? classes[align] : ''}`}
              data-column={id}
              aria-sort={order ? direction : undefined}
            >
              {order ? (
                <button
                  type="button"
                  className={classes.sort}
                  onClick={() => onSort(nextSorting(id, sorting))}
                >
                  {label}
                  <span aria-hidden="true" className={classes.direction}>
                    {signs[direction]}
                  </span>
                </button>
              ) : (
                head ?? label
              )}
            </TableCell>
          );
        })}
      </TableRow>
    </TableHead>
  );
}
