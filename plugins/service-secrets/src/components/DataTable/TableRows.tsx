import TableBody from '@material-ui/core/TableBody';
import {
  defaultRangeExtractor,
  Range,
  useVirtualizer,
  VirtualItem,
} from '@tanstack/react-virtual';
import { useCallback, useRef } from 'react';

import { Column } from './arrangeRows';
import { DataRow } from './DataRow';
import classes from './DataTable.module.css';
import { useRowFocus } from './useRowFocus';

const ROW_PX = 37;
const HEADER_PX = 33;
/** Rows kept ready above and below; more would cost nodes and gain little. */
const OVERSCAN = 3;

interface TableRowsProps<Row> {
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  readonly scroller: HTMLElement | null;
}

/** All rows at once, for a list short enough to need no scrolling of its own. */
export function PlainRows<Row>(props: TableRowsProps<Row>) {
  const { rows, columns, rowKey, scroller } = props;
  const { active, ...handlers } = useRowFocus(scroller, rows.length);
  return (
    <TableBody {...handlers}>
      {rows.map((row, index) => (
        <DataRow
          key={rowKey(row)}
          row={row}
          index={index}
          columns={columns}
          isTabStop={index === active}
        />
      ))}
    </TableBody>
  );
}

function Spacer(props: { readonly px: number; readonly columns: number }) {
  return props.px > 0 ? (
    <tr aria-hidden="true">
      <td
        className={classes.spacer}
        colSpan={props.columns}
        style={{ height: props.px }}
      />
    </tr>
  ) : null;
}

/** Space between an item and the one rendered before it. */
function gapBefore(items: readonly VirtualItem[], position: number): number {
  const end = position === 0 ? HEADER_PX : items[position - 1].end;
  return items[position].start - end;
}

/** Only the rows in view, and the one that has the focus, however long the list. */
export function VirtualRows<Row>(props: TableRowsProps<Row>) {
  const { rows, columns, rowKey, scroller } = props;
  const kept = useRef(0);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    getItemKey: index => rowKey(rows[index]),
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
    scrollMargin: HEADER_PX,
    scrollPaddingStart: HEADER_PX,
    // A focused row that is scrolled away stays, or the keyboard would lose its place.
    rangeExtractor: (range: Range) =>
      [...new Set([...defaultRangeExtractor(range), kept.current])]
        .filter(index => index < rows.length)
        .sort((a, b) => a - b),
  });
  const reveal = useCallback(
    (index: number) => {
      kept.current = index;
      virtualizer.scrollToIndex(index);
    },
    [virtualizer],
  );
  const { active, ...handlers } = useRowFocus(scroller, rows.length, reveal);
  kept.current = active;
  const items = virtualizer.getVirtualItems();
  const lastEnd = items.length > 0 ? items[items.length - 1].end : HEADER_PX;
  return (
    <TableBody {...handlers}>
      {items.flatMap((item, position) => [
        <Spacer
          key={`before ${String(item.key)}`}
          px={gapBefore(items, position)}
          columns={columns.length}
        />,
        <DataRow
          key={item.key}
          row={rows[item.index]}
          index={item.index}
          columns={columns}
          isTabStop={item.index === active}
          measure={virtualizer.measureElement}
        />,
      ])}
      <Spacer
        px={virtualizer.getTotalSize() + HEADER_PX - lastEnd}
        columns={columns.length}
      />
    </TableBody>
  );
}
