import { FleetRow } from 'backstage-plugin-service-secrets-common';
import { KeyboardEvent, useCallback, useMemo, useState } from 'react';

import { FleetParams } from '../../../hooks/fleet/useFleetParams';
import { Sorting } from '../../DataTable/arrangeRows';
import { DataTable } from '../../DataTable/DataTable';
import { groupRows, lineKey } from './groupRows';
import { serviceColumns } from './serviceColumns';
import classes from './ServicesView.module.css';
import { Selection } from './useSelection';

/** Enter and Space on a row do what its button and its checkbox do. */
function onRowKey(event: KeyboardEvent) {
  const row = event.target;
  if (!(row instanceof HTMLElement) || row.dataset.index === undefined) return;
  const inside =
    event.key === 'Enter'
      ? row.querySelector<HTMLElement>('[data-open]')
      : row.querySelector<HTMLElement>('input[type="checkbox"]');
  if ((event.key !== 'Enter' && event.key !== ' ') || !inside) return;
  event.preventDefault();
  inside.click();
}

function useSorting({ get, set }: FleetParams) {
  const columnId = get('sort');
  const descending = get('desc') === 'true';
  const by = useMemo(
    () => (columnId ? { columnId, descending } : undefined),
    [columnId, descending],
  );
  const onSort = useCallback(
    (sorting?: Sorting) =>
      set({
        sort: sorting?.columnId,
        desc: sorting?.descending ? 'true' : undefined,
      }),
    [set],
  );
  return { by, onSort };
}

function useOpenedGroups() {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((group: string) => {
    setOpened(last => {
      const next = new Set(last);
      if (!next.delete(group)) next.add(group);
      return next;
    });
  }, []);
  return { opened, toggle };
}

/** The services, worst first, or by owner or system. */
export function ServicesTable(props: {
  readonly rows: readonly FleetRow[];
  readonly params: FleetParams;
  readonly selection?: Selection;
  readonly onOpen: (row: FleetRow) => void;
}) {
  const { rows, params, selection, onOpen } = props;
  const { group } = params;
  const { opened, toggle } = useOpenedGroups();
  const sorted = useSorting(params);
  const lines = useMemo(
    () => groupRows(rows, group, opened),
    [rows, group, opened],
  );
  const onSelect = selection?.toggle;
  const selected = selection?.keys;
  const columns = useMemo(
    () =>
      serviceColumns({
        group,
        selected,
        onSelect: row => onSelect?.(row),
        onOpen,
        onToggle: toggle,
      }),
    [group, selected, onSelect, onOpen, toggle],
  );
  return (
    // The keys belong to the focusable rows inside; this only hears of them.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className={classes.table} onKeyDown={onRowKey}>
      <DataTable
        label="Services"
        columns={columns}
        rows={lines}
        rowKey={lineKey}
        sorted={group ? { onSort: sorted.onSort } : sorted}
      />
    </div>
  );
}
