import { FleetStore } from '../FleetStore';
import { DayRecord, dayOf, RowRecord } from '../records';

function sum(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter(value => value !== undefined);
  return known.length > 0 ? known.reduce((a, b) => a + b, 0) : undefined;
}

function fleetDay(
  day: string,
  rows: readonly RowRecord[],
  findings: number,
): DayRecord {
  return {
    rowId: '',
    day,
    findingsOpen: findings,
    leases: sum(rows.map(({ leases }) => leases)),
    certificates: sum(rows.map(({ certificates }) => certificates)),
    services: new Set(rows.map(({ entityRef }) => entityRef)).size,
    broken: rows.filter(({ health }) => health === 'broken').length,
  };
}

/** Writes the counts of the day after each run, so that the last run of a day is what stays, and forgets what is too old. */
export class DayKeeper {
  readonly title = 'keeping the counts of the day';

  constructor(
    private readonly options: {
      readonly store: FleetStore;
      readonly clock: () => Date;
      readonly keepMs: number;
    },
  ) {}

  run = async (): Promise<void> => {
    const { store, clock, keepMs } = this.options;
    const now = clock().getTime();
    const day = dayOf(now);
    const [rows, findings] = await Promise.all([
      store.rows.rows(),
      store.rows.findings(),
    ]);
    const open = new Map<string, number>();
    for (const { rowId } of findings) {
      open.set(rowId, (open.get(rowId) ?? 0) + 1);
    }
    const days = rows.map(({ id, leases, certificates }) => ({
      rowId: id,
      day,
      findingsOpen: open.get(id) ?? 0,
      leases,
      certificates,
    }));
    await store.history.saveDays([
      ...days,
      fleetDay(day, rows, findings.length),
    ]);
    await store.history.forget(now - keepMs);
  };
}
