import { FleetRow } from 'backstage-plugin-service-secrets-common';
import {
  KeyboardEvent,
  MouseEvent,
  useCallback,
  useMemo,
  useState,
} from 'react';

import { FleetParams } from '../../../hooks/fleet/useFleetParams';
import { Sorting } from '../../DataTable/arrangeRows';
import { DataTable } from '../../DataTable/DataTable';
import { groupRows, lineKey } from './groupRows';
import { serviceColumns } from './serviceColumns';
import classes from './ServicesView.module.css';
import { Selection } from './useSelection';

function rowAt(target: EventTarget): HTMLElement | null {
  return target instanceof HTMLElement
    ? target.closest<HTMLElement>('[data-index]')
    : null;
}

/** Enter and Space on a row do what its button and its checkbox do. */
function onRowKey(event: KeyboardEvent) {
  const row = rowAt(event.target);
  if (!row || row !== event.target) return;
  const inside =
    event.key === 'Enter'
      ? row.querySelector<HTMLElement>('[data-open]')
      : row.querySelector<HTMLElement>('input[type="checkbox"]');
  if ((event.key !== 'Enter' && event.key !== ' ') || !inside) return;
  event.preventDefault();
  inside.click();
}

/** A press anywhere in a row does what its button does, but not one that marks text. */
function onRowClick({ target }: MouseEvent) {
  const row = rowAt(target);
  if (!row || !(target instanceof HTMLElement)) return;
  if (target.closest('a, button, input')) return;
  if (window.getSelection()?.isCollapsed === false) return;
  row.focus({ preventScroll: true });
  row.querySelector<HTMLElement>('[data-open]')?.click();
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

/** The services, worst first, or in groups. */
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
        rows,
        onSelect: chosen => onSelect?.(chosen),
        onOpen,
        onToggle: toggle,
      }),
    [rows, group, selected, onSelect, onOpen, toggle],
  );
  return (
    // The keys belong to the focusable rows inside; this only hears of them.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className={classes.table} onKeyDown={onRowKey} onClick={onRowClick}>
      <DataTable
        label="Services"
        fixed
        columns={columns}
        rows={lines}
        rowKey={lineKey}
        sorted={group ? { onSort: sorted.onSort } : sorted}
      />
    </div>
  );
}
