import { FleetRow } from 'backstage-plugin-service-secrets-common';
import { useCallback, useMemo, useState } from 'react';

import { targetKey } from '../../../format/fleetText';

/** The rows chosen to be signed off. */
export interface Selection {
  readonly rows: readonly FleetRow[];
  readonly keys: ReadonlySet<string>;
  readonly toggle: (row: FleetRow) => void;
  readonly replace: (rows: readonly FleetRow[]) => void;
}

/** Keeps what is selected. A row that the filter hides is not signed by accident: it counts as not selected. */
export function useSelection(rows: readonly FleetRow[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const selected = useMemo(
    () => rows.filter(row => chosen.has(targetKey(row))),
    [rows, chosen],
  );
  const keys = useMemo(() => new Set(selected.map(targetKey)), [selected]);
  const toggle = useCallback((row: FleetRow) => {
    const key = targetKey(row);
    setChosen(last => {
      const next = new Set(last);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  }, []);
  const replace = useCallback(
    (next: readonly FleetRow[]) => setChosen(new Set(next.map(targetKey))),
    [],
  );
  return { rows: selected, keys, toggle, replace };
}
