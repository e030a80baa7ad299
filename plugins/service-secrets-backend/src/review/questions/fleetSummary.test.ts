import {
  aFindingRecord,
  aRowRecord,
  fleetNow as now,
} from '../../testSupport/fleetBuilders';
import { ExceptionRecord, FindingRecord, RowRecord } from '../records';
import { toRow } from '../rows/toRow';
import { ImageRow } from './FleetImage';
import { facetOf, fleetSummary } from './fleetSummary';

const DAY = 86_400_000;

function aRow(
  change: Partial<RowRecord> = {},
  parts: {
    readonly findings?: readonly FindingRecord[];
    readonly exceptions?: readonly ExceptionRecord[];
  } = {},
): ImageRow {
  const record = aRowRecord(change);
  const shown = { findings: [], exceptions: [], mutes: [], now, ...parts };
  return { record, row: toRow(record, shown), search: '' };
}

const named = (name: string, change: Partial<RowRecord> = {}) =>
  aRow({ entityRef: `component:default/${name}`, ...change });

describe('the figures above the table', () => {
  it('count a service of two environments once, and its rows twice', () => {
    const rows = [
      named('a', { health: 'broken', adoption: 'none' }),
      named('a', { environment: 'test', stale: true }),
      named('b', { health: 'unknown', adoption: 'unknown' }),
    ];

    expect(fleetSummary(rows, rows, now)).toMatchObject({
      services: 2,
      rows: 3,
      byHealth: { broken: 1, unknown: 1, degraded: 0, healthy: 1 },
      byAdoption: { dynamic: 1, static: 0, none: 1, unknown: 1 },
      staleRows: 1,
    });
  });

  it('tell how many rows are missing in the sums, as an unread number is no zero', () => {
    const rows = [
      named('a', { leases: 3, irrevocableLeases: 1, orphanLeases: 2 }),
      named('b', { leases: undefined, irrevocableLeases: undefined }),
      named('c', { certificates: undefined }),
    ];

    expect(fleetSummary(rows, rows, now)).toMatchObject({
      leases: 5,
      irrevocableLeases: 1,
      orphanLeases: 2,
      certificates: 2,
      rowsWithoutNumbers: 2,
    });
  });

  it('count accepted findings apart, and as new only open ones of the last day', () => {
    const finding = (findingId: string, openedAt: number) =>
      aFindingRecord({ findingId, openedAt });
    const accepted = finding('accepted', now);
    const row = aRow(
      {},
      {
        findings: [
          accepted,
          finding('new', now - DAY + 1),
          finding('old', now - DAY),
        ],
        exceptions: [
          {
            ...accepted,
            id: 'e',
            reason: 'known',
            by: 'user:default/eve',
            at: now,
            until: now + 1,
          },
        ],
      },
    );

    expect(fleetSummary([row], [row], now)).toMatchObject({
      openFindings: 2,
      exceptedFindings: 1,
      newFindings: 1,
    });
  });

  it('name what ends next, and the next cliff apart; what has ended and rotations do not count', () => {
    const ending = { attention: false };
    const a = named('a', {
      facts: {
        expiries: [
          { ...ending, kind: 'certificate', name: 'gone', at: now },
          { ...ending, kind: 'rotation', name: 'static', at: now + 1 },
          { ...ending, kind: 'cliff', name: 'issuing', at: now + 9 * DAY },
        ],
      },
    });
    const b = named('b', {
      facts: {
        expiries: [
          { ...ending, kind: 'certificate', name: 'tls', at: now + DAY },
        ],
      },
    });
    const summary = fleetSummary([a, b], [a, b], now);

    expect(summary.nextExpiry).toEqual({
      what: 'certificate',
      name: 'tls',
      at: new Date(now + DAY).toISOString(),
      entityRef: 'component:default/b',
      environment: 'production',
    });
    expect(summary.nextCliff).toMatchObject({ what: 'cliff', name: 'issuing' });
    expect(fleetSummary([], [], now).nextExpiry).toBeUndefined();
  });

  it('offer the choices of all rows, whichever fit', () => {
    const a = named('a', { owner: 'group:default/a' });
    const b = named('b', { owner: 'group:default/b' });
    const summary = fleetSummary([a], [a, b], now);

    expect(summary.rows).toBe(1);
    expect(summary.facets.owner).toEqual([
      { value: 'group:default/a', count: 1 },
      { value: 'group:default/b', count: 1 },
    ]);
  });
});

describe('the choices of a field', () => {
  it('are the most frequent first, then by name, and `none` for rows without', () => {
    const rows = [
      named('a', { system: 'z' }),
      named('b', { system: undefined }),
      named('c', { system: 'y' }),
      named('d', { system: 'z' }),
    ];

    expect(facetOf(rows, 'system')).toEqual([
      { value: 'z', count: 2 },
      { value: 'none', count: 1 },
      { value: 'y', count: 1 },
    ]);
  });

  it('count a row for each way of delivery, and for a code once however often it is open', () => {
    const delivered = named('a', { delivery: ['vso', 'cert-manager'] });
    const bare = named('b', { delivery: [] });
    const findings = ['1', '2'].map(findingId => aFindingRecord({ findingId }));

    expect(facetOf([delivered, bare], 'delivery')).toEqual([
      { value: 'cert-manager', count: 1 },
      { value: 'none', count: 1 },
      { value: 'vso', count: 1 },
    ]);
    expect(facetOf([aRow({}, { findings }), bare], 'code')).toEqual([
      { value: 'serviceAccountNotBound', count: 1 },
    ]);
    expect(facetOf([bare], 'review')).toEqual([{ value: 'none', count: 1 }]);
  });
});
