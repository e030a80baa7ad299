import {
  FleetRow,
  Health,
  NO_VALUE,
} from 'backstage-plugin-service-secrets-common';

import { targetKey } from '../../../format/fleetText';
import { Grouping } from '../../../hooks/fleet/useFleetParams';

/** The head of the rows that have one value in common. */
export interface GroupHead {
  readonly kind: 'group';
  /** As the filter of the same name takes it: an entity ref, a code, or `none`. */
  readonly value: string;
  readonly rows: readonly FleetRow[];
  readonly health: Health;
  readonly broken: number;
  readonly unknown: number;
  readonly degraded: number;
  /** Of the rows whose leases are known. */
  readonly leases: number;
  readonly open: boolean;
}

/** A line of the table; `group` is the head it stands under, of several for some rows. */
export type Line =
  | GroupHead
  | { readonly kind: 'row'; readonly row: FleetRow; readonly group?: string };

const worstFirst: readonly Health[] = [
  'broken',
  'unknown',
  'degraded',
  'healthy',
];

/** Accepted findings do not count, as in the filter. */
function openFindings({ findings }: FleetRow): FleetRow['findings'] {
  return findings.filter(({ exception }) => !exception);
}

/** The groups a row stands in: one, or as many as it has delivery methods or kinds of findings. */
export function groupsOf(row: FleetRow, group: Grouping): readonly string[] {
  switch (group) {
    case 'delivery':
      return row.deliveryMethods.length > 0 ? row.deliveryMethods : [NO_VALUE];
    case 'severity':
      // Findings come worst first.
      return [openFindings(row).at(0)?.severity ?? NO_VALUE];
    case 'code': {
      const codes = new Set(openFindings(row).map(({ code }) => code));
      return codes.size > 0 ? [...codes] : [NO_VALUE];
    }
    default:
      return [row[group] ?? NO_VALUE];
  }
}

function headOf(
  value: string,
  rows: readonly FleetRow[],
  open: boolean,
): GroupHead {
  const count = (health: Health) =>
    rows.filter(row => row.health === health).length;
  return {
    kind: 'group',
    value,
    rows,
    health: worstFirst.find(health => count(health) > 0) ?? 'healthy',
    broken: count('broken'),
    unknown: count('unknown'),
    degraded: count('degraded'),
    leases: rows.reduce((sum, { leases = 0 }) => sum + leases, 0),
    open,
  };
}

function membersOf(rows: readonly FleetRow[], group: Grouping) {
  const groups = new Map<string, FleetRow[]>();
  for (const row of rows) {
    for (const value of groupsOf(row, group)) {
      const known = groups.get(value);
      if (known) known.push(row);
      else groups.set(value, [row]);
    }
  }
  return groups;
}

/** The lines of a table: the rows as they come, or groups in the order of their worst row, the open ones with their rows. */
export function groupRows(
  rows: readonly FleetRow[],
  group: Grouping | undefined,
  opened: ReadonlySet<string>,
): readonly Line[] {
  if (!group) return rows.map(row => ({ kind: 'row', row }));
  return [...membersOf(rows, group)].flatMap(([value, members]) => {
    const open = opened.has(value);
    const head: Line = headOf(value, members, open);
    const lines = members.map(
      row => ({ kind: 'row', row, group: value } as const),
    );
    return open ? [head, ...lines] : [head];
  });
}

/** One string for a line; a row in two groups has two. */
export function lineKey(line: Line): string {
  if (line.kind === 'group') return `group ${line.value}`;
  const row = targetKey(line.row);
  return line.group === undefined ? row : `${row} in ${line.group}`;
}
