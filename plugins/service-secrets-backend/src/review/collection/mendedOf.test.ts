import {
  aFindingRecord,
  aRowRecord,
  fleetNow,
} from '../../testSupport/fleetBuilders';
import { NoticeThresholds } from '../config';
import {
  ExceptionRecord,
  ExpiryFact,
  FindingRecord,
  RowRecord,
} from '../records';
import { mendedOf } from './mendedOf';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

interface Change {
  readonly before?: Partial<RowRecord>;
  readonly row?: Partial<RowRecord>;
  readonly closed?: FindingRecord[];
  readonly accepted?: ExceptionRecord[];
}

function mended(
  { before = {}, row = {}, closed = [], accepted = [] }: Change,
  thresholds: NoticeThresholds = {},
): string[] {
  const outcome = {
    entity: {
      entityRef: 'component:default/grade-api',
      title: 'Grades',
      tag: 'one',
      binding: { kind: 'unbound' as const },
    },
    rows: [aRowRecord(row)],
    before: [aRowRecord({ attemptedAt: fleetNow - 10 * MINUTE, ...before })],
    opened: [],
    lasting: [],
    closed,
    accepted,
    denied: [],
  };
  const codes = new Set([
    'serviceAccountNotBound',
    'leaseIrrevocable',
  ] as const);
  return mendedOf(outcome, { codes, thresholds }).map(({ what }) => what);
}

function ending(
  kind: ExpiryFact['kind'],
  at: number,
  attention = true,
): Partial<RowRecord> {
  return { facts: { expiries: [{ kind, name: 'tls', at, attention }] } };
}

function exceptionOf(finding: FindingRecord): ExceptionRecord {
  const { rowId, findingId, code } = finding;
  const held = { by: 'user:default/eve', at: fleetNow, until: fleetNow + DAY };
  return { id: 'e1', rowId, findingId, code, reason: 'known', ...held };
}

describe('what owners are told is over', () => {
  it('names each kind of trouble that was told of once, and no other', () => {
    const other = aFindingRecord({ code: 'adminGrants' });

    expect(
      mended({ closed: [aFindingRecord(), aFindingRecord(), other] }),
    ).toEqual(['service account not bound']);
    expect(mended({})).toEqual([]);
  });

  it('is silent of what somebody accepted', () => {
    const finding = aFindingRecord();

    expect(
      mended({ closed: [finding], accepted: [exceptionOf(finding)] }),
    ).toEqual([]);
  });

  it('is silent of broken wiring that went before anybody was told', () => {
    const thresholds = { brokenWiringMs: 30 * MINUTE };
    const closed = (minutes: number) => [
      aFindingRecord({ openedAt: fleetNow - minutes * MINUTE }),
    ];

    // Last looked at ten minutes ago.
    expect(mended({ closed: closed(39) }, thresholds)).toEqual([]);
    expect(mended({ closed: closed(40) }, thresholds)).toEqual([
      'service account not bound',
    ]);
  });

  it.each([
    ['certificate', { certificateMs: 14 * DAY }, 'certificate `tls` ends soon'],
    ['ca', { caMs: 14 * DAY }, 'CA `tls` ends soon'],
    ['cliff', { cliffMs: 14 * DAY }, 'certificates cut short by the CA `tls`'],
  ] as const)(
    'names a %s that got out of its threshold, by renewal or because it is gone',
    (kind, thresholds, words) => {
      const before = ending(kind, fleetNow + 13 * DAY);
      const after = (row: Partial<RowRecord>) =>
        mended({ before, row }, thresholds);

      expect(after(ending(kind, fleetNow + 90 * DAY))).toEqual([words]);
      expect(after({ facts: { expiries: [] } })).toEqual([words]);
      expect(after(ending(kind, fleetNow + 13 * DAY))).toEqual([]);
      expect(
        mended({ before: ending(kind, fleetNow + 15 * DAY) }, thresholds),
      ).toEqual([]);
    },
  );

  it('names leases that are below their threshold again, instead of the finding that is gone', () => {
    const thresholds = { irrevocable: 3, budget: 2 };
    const before = { irrevocableLeases: 3, leases: 21, leaseBudget: 10 };
    const finding = aFindingRecord({ code: 'leaseIrrevocable' });

    expect(
      mended({ before, row: { leases: 20, leaseBudget: 10 } }, thresholds),
    ).toEqual(['lease irrevocable', 'leases over budget']);
    expect(mended({ before, row: before }, thresholds)).toEqual([]);
    expect(mended({ closed: [finding] }, thresholds)).toEqual([]);
    expect(
      mended(
        {
          before: { irrevocableLeases: 3 },
          closed: [finding],
          accepted: [exceptionOf(finding)],
        },
        thresholds,
      ),
    ).toEqual([]);
  });
});
