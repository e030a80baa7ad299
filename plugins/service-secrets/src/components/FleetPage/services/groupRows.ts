import {
  FleetRow,
  Health,
  NO_VALUE,
} from 'backstage-plugin-service-secrets-common';

import { targetKey } from '../../../format/fleetText';
import { Grouping } from '../../../hooks/fleet/useFleetParams';

/** The head of the rows of one owner or system. */
export interface GroupHead {
  readonly kind: 'group';
  /** Entity ref, or `none`. */
  readonly value: string;
  readonly rows: number;
  readonly health: Health;
  readonly broken: number;
  readonly degraded: number;
  /** Of the rows whose leases are known. */
  readonly leases: number;
  readonly open: boolean;
}

/** A line of the table. */
export type Line = GroupHead | { readonly kind: 'row'; readonly row: FleetRow };

const worstFirst: readonly Health[] = [
  'broken',
  'unknown',
  'degraded',
  'healthy',
];

function headOf(
  value: string,
  rows: readonly FleetRow[],
  open: boolean,
): GroupHead {
  const has = (health: Health) => rows.filter(row => row.health === health);
  return {
    kind: 'group',
    value,
    rows: rows.length,
    health: worstFirst.find(health => has(health).length > 0) ?? 'healthy',
    broken: has('broken').length,
    degraded: has('degraded').length,
    leases: rows.reduce((sum, { leases = 0 }) => sum + leases, 0),
    open,
  };
}

/** The lines of a table: the rows as they come, or groups in the order of their worst row, the open ones with their rows. */
export function groupRows(
  rows: readonly FleetRow[],
  group: Grouping | undefined,
  opened: ReadonlySet<string>,
): readonly Line[] {
  if (!group) return rows.map(row => ({ kind: 'row', row }));
  const groups = new Map<string, FleetRow[]>();
  for (const row of rows) {
    const value = row[group] ?? NO_VALUE;
    const known = groups.get(value);
    if (known) known.push(row);
    else groups.set(value, [row]);
  }
  return [...groups].flatMap(([value, members]) => {
    const open = opened.has(value);
    const head: Line = headOf(value, members, open);
    const lines = members.map(row => ({ kind: 'row', row } as const));
    return open ? [head, ...lines] : [head];
  });
}

/** One string for a line. */
export function lineKey(line: Line): string {
  return line.kind === 'group' ? `group ${line.value}` : targetKey(line.row);
}
