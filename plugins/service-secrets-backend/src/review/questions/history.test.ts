import {
  aFindingRecord,
  aRowRecord,
  fleetNow as now,
} from '../../testSupport/fleetBuilders';
import { changesOf, historyOf } from './history';

const DAY = 86_400_000;
const row = aRowRecord();
const rows = new Map([[row.id, row]]);

describe('the days of the past', () => {
  it('are as many as asked for, oldest first, and end today', () => {
    const { points } = historyOf({ days: [], findings: [] }, 3, now);

    expect(points.map(({ day }) => day)).toEqual([
      '2026-11-20',
      '2026-11-21',
      '2026-11-22',
    ]);
  });

  it('have no counts where nothing was collected, instead of zeros', () => {
    const days = [{ rowId: '', day: '2026-11-21', leases: 0, broken: 2 }];
    const { points } = historyOf({ days, findings: [] }, 2, now);

    expect(points).toEqual([
      {
        day: '2026-11-21',
        findingsOpened: 0,
        findingsClosed: 0,
        leases: 0,
        broken: 2,
      },
      { day: '2026-11-22', findingsOpened: 0, findingsClosed: 0 },
    ]);
  });

  it('count a finding on the UTC day it came and on the day it went', () => {
    const midnight = Date.parse('2026-11-22T00:00:00.000Z');
    const findings = [
      aFindingRecord({ openedAt: midnight - 1, closedAt: midnight }),
      aFindingRecord({ openedAt: midnight }),
      aFindingRecord({ openedAt: now - 90 * DAY, closedAt: midnight - 1 }),
    ];
    const { points } = historyOf({ days: [], findings }, 2, now);

    expect(points).toEqual([
      { day: '2026-11-21', findingsOpened: 1, findingsClosed: 1 },
      { day: '2026-11-22', findingsOpened: 1, findingsClosed: 1 },
    ]);
  });
});

describe('what changed', () => {
  const since = now - DAY;

  it('is newest first, findings among the other changes', () => {
    const finding = aFindingRecord({ openedAt: now - 10, closedAt: now - 1 });
    const changes = [
      {
        rowId: row.id,
        kind: 'wiring-changed' as const,
        message: 'its policies changed',
        at: now - 5,
      },
    ];
    const all = changesOf({ findings: [finding], changes }, rows, since);

    expect(all.map(({ kind }) => kind)).toEqual([
      'finding-closed',
      'wiring-changed',
      'finding-opened',
    ]);
    expect(all[0]).toEqual({
      entityRef: row.entityRef,
      environment: row.environment,
      title: row.title,
      owner: row.owner,
      at: new Date(now - 1).toISOString(),
      kind: 'finding-closed',
      code: finding.code,
      severity: finding.severity,
      message: finding.message,
    });
  });

  it('leaves out that a finding came when that was before, and tells that it went', () => {
    const old = aFindingRecord({ openedAt: since - 1, closedAt: since });
    const all = changesOf({ findings: [old], changes: [] }, rows, since);

    expect(all.map(({ kind }) => kind)).toEqual(['finding-closed']);
  });

  it('names a service that is gone by its entity ref, without an owner', () => {
    const rowId = 'component:default/gone#test';
    const changes = [
      { rowId, kind: 'service-removed' as const, message: 'gone', at: now },
    ];

    expect(changesOf({ findings: [], changes }, rows, since)).toEqual([
      {
        entityRef: 'component:default/gone',
        environment: 'test',
        title: 'component:default/gone',
        owner: undefined,
        kind: 'service-removed',
        message: 'gone',
        at: new Date(now).toISOString(),
      },
    ]);
  });
});
