import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import { memo } from 'react';

import { Column } from './arrangeRows';
import classes from './DataTable.module.css';
import { RowTabStopContext } from './rowTabStop';

interface DataRowProps<Row> {
  readonly row: Row;
  readonly index: number;
  readonly columns: readonly Column<Row>[];
  /** The one row the Tab key stops at; arrows move on from there. */
  readonly isTabStop: boolean;
  /** Tells the virtualizer how high the row came out. */
  readonly measure?: (element: Element | null) => void;
}

function PlainDataRow<Row>(props: DataRowProps<Row>) {
  const { row, index, columns, isTabStop, measure } = props;
  return (
    <TableRow
      ref={measure}
      role="row"
      className={classes.row}
      data-index={index}
      aria-rowindex={index + 2}
      tabIndex={isTabStop ? 0 : -1}
    >
      <RowTabStopContext.Provider value={isTabStop}>
        {columns.map(({ id, label, align, nowrap, cell }) => (
          <TableCell
            key={id}
            role="gridcell"
            className={[
              classes.cell,
              align ? classes[align] : '',
              nowrap ? classes.nowrap : '',
            ].join(' ')}
            data-column={id}
            data-label={label}
          >
            {cell(row)}
          </TableCell>
        ))}
      </RowTabStopContext.Provider>
    </TableRow>
  );
}

/** One row. Memoised: scrolling and ticking leave the rows that stay alone. */
export const DataRow = memo(PlainDataRow) as typeof PlainDataRow; // memo forgets the type parameter
