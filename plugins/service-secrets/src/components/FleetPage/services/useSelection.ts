import { FleetRow } from 'backstage-plugin-service-secrets-common';
import { useCallback, useMemo, useState } from 'react';

import { targetKey } from '../../../format/fleetText';

/** The rows chosen to be signed off or muted. A row is chosen once, in however many groups it stands. */
export interface Selection {
  readonly rows: readonly FleetRow[];
  readonly keys: ReadonlySet<string>;
  /** Chooses all of these rows; none of them when all were chosen. */
  readonly toggle: (rows: readonly FleetRow[]) => void;
  readonly clear: () => void;
}

/** Whether all of these rows are chosen, some, or none. */
export function shareOf(
  keys: ReadonlySet<string>,
  rows: readonly FleetRow[],
): 'all' | 'some' | 'none' {
  const chosen = rows.filter(row => keys.has(targetKey(row))).length;
  if (chosen === 0) return 'none';
  return chosen === rows.length ? 'all' : 'some';
}

/** Keeps what is selected. A row that the filter hides is not signed by accident: it counts as not selected. */
export function useSelection(rows: readonly FleetRow[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const selected = useMemo(
    () => rows.filter(row => chosen.has(targetKey(row))),
    [rows, chosen],
  );
  const keys = useMemo(() => new Set(selected.map(targetKey)), [selected]);
  const toggle = useCallback((changed: readonly FleetRow[]) => {
    setChosen(last => {
      const next = new Set(last);
      const all = shareOf(last, changed) === 'all';
      for (const row of changed) {
        if (all) next.delete(targetKey(row));
        else next.add(targetKey(row));
      }
      return next;
    });
  }, []);
  const clear = useCallback(() => setChosen(new Set()), []);
  return { rows: selected, keys, toggle, clear };
}
