import { FindingCode } from 'backstage-plugin-service-secrets-common';

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
import { noticesOf } from './noticesOf';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

const entity = {
  entityRef: 'component:default/grade-api',
  title: 'Grades',
  tag: 'one',
  binding: { kind: 'unbound' as const },
};

function messages(
  {
    before = [],
    row = {},
    opened = [],
    lasting = [],
    accepted = [],
  }: {
    before?: RowRecord[];
    row?: Partial<RowRecord>;
    opened?: FindingRecord[];
    lasting?: FindingRecord[];
    accepted?: ExceptionRecord[];
  },
  thresholds: NoticeThresholds = {},
  codes: FindingCode[] = ['serviceAccountNotBound', 'leaseIrrevocable'],
): string[] {
  const outcome = {
    entity,
    rows: [aRowRecord(row)],
    before,
    opened,
    lasting,
    closed: [],
    accepted,
    denied: [],
  };
  return noticesOf(outcome, { codes: new Set(codes), thresholds }).map(
    ({ message }) => message,
  );
}

/** Somebody accepted the finding. */
function anException(change: Partial<ExceptionRecord> = {}): ExceptionRecord {
  const { rowId, findingId, code } = aFindingRecord();
  return {
    id: 'e1',
    rowId,
    findingId,
    code,
    reason: 'known',
    by: 'user:default/eve',
    at: fleetNow,
    until: fleetNow + DAY,
    ...change,
  };
}

/** The row ten minutes ago. */
function earlier(change: Partial<RowRecord> = {}): RowRecord[] {
  return [aRowRecord({ attemptedAt: fleetNow - 10 * MINUTE, ...change })];
}

function ending(
  kind: ExpiryFact['kind'],
  at: number,
  attention = true,
): Partial<RowRecord> {
  return { facts: { expiries: [{ kind, name: 'tls', at, attention }] } };
}

describe('what owners are told', () => {
  it('names a new finding whose code is wanted, and no other', () => {
    const bound = aFindingRecord();
    const other = aFindingRecord({ code: 'adminGrants', message: 'Too much' });

    expect(messages({ opened: [bound, other] })).toEqual([bound.message]);
    expect(messages({ lasting: [bound] })).toEqual([]);
  });

  it('holds broken wiring back until it is as old as its threshold, and tells it once', () => {
    const thresholds = { brokenWiringMs: 30 * MINUTE };
    const aged = (minutes: number) =>
      aFindingRecord({ openedAt: fleetNow - minutes * MINUTE });
    const told = (minutes: number) =>
      messages({ before: earlier(), lasting: [aged(minutes)] }, thresholds);

    expect(messages({ opened: [aged(0)] }, thresholds)).toEqual([]);
    expect(told(29)).toEqual([]);
    expect(told(30)).toEqual([aged(0).message]);
    expect(told(39)).toEqual([aged(0).message]);
    expect(told(40)).toEqual([]);
  });

  it.each([
    ['certificate', { certificateMs: 14 * DAY }, 'Certificate `tls` ends 2026'],
    ['ca', { caMs: 14 * DAY }, 'CA `tls` ends 2026'],
    ['cliff', { cliffMs: 14 * DAY }, 'cut short by the CA `tls` from 2026'],
  ] as const)(
    'tells of a %s when it comes within its threshold, once',
    (kind, thresholds, words) => {
      const told = (at: number) =>
        messages(
          { before: earlier(ending(kind, at)), row: ending(kind, at) },
          thresholds,
        );

      expect(told(fleetNow + 14 * DAY + 1)).toEqual([]);
      expect(told(fleetNow + 14 * DAY)).toEqual([
        expect.stringContaining(words),
      ]);
      expect(told(fleetNow + 13 * DAY)).toEqual([]);
      expect(messages({ row: ending(kind, fleetNow) }, thresholds)).toEqual([
        expect.stringContaining(words),
      ]);
    },
  );

  it('says nothing of a certificate that is renewed in time, nor of kinds without a threshold', () => {
    const renewed = ending('certificate', fleetNow + DAY, false);

    expect(messages({ row: renewed }, { certificateMs: 14 * DAY })).toEqual([]);
    expect(messages({ row: ending('ca', fleetNow + DAY) })).toEqual([]);
    expect(
      messages({ row: ending('rotation', fleetNow + DAY) }, { caMs: 9 * DAY }),
    ).toEqual([]);
  });

  it('tells of irrevocable leases when they get as many as the threshold, instead of at the first', () => {
    const thresholds = { irrevocable: 3 };
    const first = aFindingRecord({ code: 'leaseIrrevocable' });
    const from = (count: number) => earlier({ irrevocableLeases: count });
    const three = { irrevocableLeases: 3 };

    expect(messages({ opened: [first] }, thresholds)).toEqual([]);
    expect(messages({ before: from(2), row: three }, thresholds)).toEqual([
      '3 leases cannot be revoked',
    ]);
    expect(messages({ before: from(3), row: three }, thresholds)).toEqual([]);
  });

  it('tells of a budget that is exceeded by the factor, and nothing while leases are unknown', () => {
    const thresholds = { budget: 2 };
    const told = (leases?: number) =>
      messages(
        {
          before: earlier({ leases: 20, leaseBudget: 10 }),
          row: { leases, leaseBudget: 10 },
        },
        thresholds,
      );

    expect(told(20)).toEqual([]);
    expect(told(21)).toEqual(['21 leases, the budget is 10']);
    expect(told(undefined)).toEqual([]);
  });

  it('leaves accepted findings out when they come back or get old', () => {
    const accepted = [anException()];
    const old = aFindingRecord({ openedAt: fleetNow - 30 * MINUTE });

    expect(messages({ opened: [aFindingRecord()], accepted })).toEqual([]);
    expect(
      messages(
        { before: earlier(), lasting: [old], accepted },
        { brokenWiringMs: 30 * MINUTE },
      ),
    ).toEqual([]);
  });

  it('leaves a crossed threshold out when all it speaks of is accepted', () => {
    const finding = (code: FindingCode, findingId: string = code) =>
      aFindingRecord({ code, findingId });
    const stuck = finding('leaseIrrevocable');
    const other = finding('leaseIrrevocable', 'another');
    const three = { irrevocableLeases: 3 };
    const told = (lasting: FindingRecord[], row: Partial<RowRecord> = three) =>
      messages(
        {
          before: earlier(),
          row,
          lasting,
          accepted: lasting
            .filter(({ findingId }) => findingId !== 'another')
            .map(({ findingId }) => anException({ findingId })),
        },
        { irrevocable: 3, certificateMs: DAY, caMs: DAY },
        [],
      );

    expect(told([stuck])).toEqual([]);
    expect(told([stuck, other])).toHaveLength(1);
    expect(told([])).toHaveLength(1);

    const certificate = ending('certificate', fleetNow);
    const overdue = (name: string) =>
      finding(
        'certificateRenewalOverdue',
        `production:certificateRenewalOverdue:certificate:${name}`,
      );
    expect(told([overdue('tls')], certificate)).toEqual([]);
    expect(told([overdue('grpc')], certificate)).toHaveLength(1);

    const ca = finding('issuingCaExpiring');
    const one = ending('ca', fleetNow);
    expect(told([ca], one)).toEqual([]);
    const two = [...(one.facts?.expiries ?? [])].flatMap(fact => [
      fact,
      { ...fact, name: 'other' },
    ]);
    expect(told([ca], { facts: { expiries: two } })).toHaveLength(2);
  });
});
