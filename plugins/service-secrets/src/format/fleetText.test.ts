import { after, NOON } from '../testSupport/builders';
import {
  aCollectionStatus,
  aFleet,
  aFleetRow,
  aFleetSummary,
} from '../testSupport/fleetBuilders';
import {
  collectionText,
  endText,
  filterLines,
  fleetSentence,
  leaseText,
  reviewDetail,
  reviewSentence,
} from './fleetText';
import { refName } from './fleetWords';

describe('fleetSentence', () => {
  it.each([
    [0, 'No services'],
    [1, '1 service, 1 broken'],
    [8, '8 services, 2 broken, 1 degraded, 5 unknown'],
  ])('of %s services', (count, sentence) => {
    expect(fleetSentence(aFleetSummary(aFleet(count)))).toBe(sentence);
  });

  it('says that all is well', () => {
    expect(fleetSentence(aFleetSummary([aFleetRow()]))).toBe(
      '1 service, all healthy',
    );
  });
});

describe('collectionText', () => {
  const { last } = aCollectionStatus();
  const running = last && { ...last, state: 'running' as const };

  it.each([
    [{}, 'Collected 3 min ago, 2 services not read · every 10 min'],
    [{ last: undefined }, 'Never collected yet · every 10 min'],
    [{ requested: true }, 'A collection was asked for and starts soon'],
    [{ running }, 'Collecting: 412 of 412 services, started 4 min ago'],
    [
      {
        last: last && {
          ...last,
          state: 'failed' as const,
          reason: 'no catalog',
        },
      },
      'The collection failed 3 min ago: no catalog · every 10 min',
    ],
  ])('of %j', (overrides, text) => {
    expect(collectionText(aCollectionStatus(overrides), NOON)).toBe(text);
  });
});

describe('endText', () => {
  it.each([
    ['certificate', 3_600, '1 h'],
    ['certificate', -7_200, 'expired 2 h ago'],
    ['ca', -7_200, 'expired 2 h ago'],
    ['cliff', 86_400 * 60, '60 d'],
    ['cliff', -7_200, 'passed 2 h ago'],
    ['rotation', 3_600, '1 h'],
    ['rotation', -1_200, 'overdue by 20 min'],
  ] as const)('of a %s in %d s is %s', (kind, seconds, text) => {
    expect(endText(kind, after(seconds), NOON)).toBe(text);
  });
});

describe('reviewSentence', () => {
  const signing = {
    by: 'user:default/ada',
    at: after(-86_400 * 30),
    until: after(86_400 * 60),
  };

  it.each([
    [{ state: 'none' }, 'not reviewed'],
    [
      { state: 'signed', ...signing, note: 'Looked at grants' },
      'Signed off by ada on 31 Jan 2026 until 1 May 2026: Looked at grants',
    ],
    [
      { state: 'reopened', ...signing },
      'Reopened. Signed off by ada on 31 Jan 2026 until 1 May 2026',
    ],
    [
      { state: 'expired', ...signing },
      'Expired. Signed off by ada on 31 Jan 2026 until 1 May 2026',
    ],
  ] as const)(
    'of %j names the reviewer only with the signing',
    (review, text) => {
      expect(reviewSentence(review)).toBe(text);
    },
  );
});

describe('leaseText', () => {
  it.each([
    [{ leases: undefined }, '?'],
    [{ leases: 3, leaseBudget: undefined }, '3'],
    [{ leases: 14, leaseBudget: 12 }, '14 of 12'],
  ])('of %j never takes unknown for zero', (numbers, text) => {
    expect(leaseText(aFleetRow(numbers))).toBe(text);
  });
});

describe('reviewDetail', () => {
  it.each([
    [{ state: 'none' as const }, undefined],
    [{ state: 'signed' as const, until: after(0) }, 'until 2 Mar 2026'],
    [{ state: 'expired' as const, until: after(0) }, 'since 2 Mar 2026'],
  ])('of %j', (review, text) => {
    expect(reviewDetail(review)).toBe(text);
  });
});

describe('filterLines', () => {
  it('writes a filter as people say it', () => {
    expect(
      filterLines({
        owner: ['none', 'group:default/team-a'],
        delivery: ['vso'],
        review: ['reopened'],
        text: 'pay',
      }),
    ).toEqual([
      'Owner: Unowned or team-a',
      'Delivery: Secrets Operator',
      'Review: Reopened',
      'Containing “pay”',
    ]);
  });
});

describe('refName', () => {
  it.each([
    ['group:default/team-a', 'team-a'],
    ['group:other/team-a', 'other/team-a'],
    ['team-a', 'team-a'],
  ])('of %s is %s', (ref, name) => expect(refName(ref)).toBe(name));
});
