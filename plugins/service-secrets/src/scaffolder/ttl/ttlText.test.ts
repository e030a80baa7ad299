import { ttlMeaning, ttlProblems } from './ttlText';

const HOUR = 3600;
const DAY = 24 * HOUR;

describe('ttlMeaning', () => {
  it('says when a credential is renewed and how many leases there are', () => {
    expect(ttlMeaning({ kind: 'default', seconds: HOUR, replicas: 3 })).toEqual(
      [
        'It is renewed after about 40 min, for 1 h each time. When a pod dies without saying so, its database user is gone 1 h later at the latest.',
        '3 replicas hold 3 leases; a rollout makes that up to 6 for as long as 1 h, until those of the old pods end.',
      ],
    );
  });

  it('counts per pod when the form does not ask for replicas', () => {
    expect(ttlMeaning({ kind: 'default', seconds: HOUR })[1]).toMatch(
      /^Each pod holds one lease\. A rollout can double them/,
    );
  });

  it('counts one lease when the delivery shares the credential', () => {
    const facts = { kind: 'default', seconds: HOUR, replicas: 3 } as const;
    expect(ttlMeaning({ ...facts, delivery: 'vso' })[1]).toMatch(
      /^All pods share one lease/,
    );
    expect(ttlMeaning({ ...facts, delivery: 'eso' })[0]).toMatch(
      /^Nothing renews it/,
    );
  });

  it('says when a credential is replaced, and the cap of the offer', () => {
    expect(
      ttlMeaning({ kind: 'max', seconds: DAY, other: HOUR, cap: 2 * DAY }),
    ).toEqual([
      'However often it is renewed, a credential ends for good 24 h after it was made. At most 1 h before that, a new one is written to the file, and the application must connect again with it.',
      'The offer allows a credential to live 48 h at most.',
    ]);
  });

  it('says the cap before a number is chosen', () => {
    expect(ttlMeaning({ kind: 'max', cap: DAY })).toEqual([
      'The offer allows a credential to live 24 h at most.',
    ]);
    expect(ttlMeaning({ kind: 'default' })).toEqual([]);
  });
});

describe('ttlProblems', () => {
  it('finds none in usual numbers', () => {
    expect(
      ttlProblems({ kind: 'max', seconds: DAY, other: HOUR, cap: DAY }),
    ).toEqual([]);
    expect(ttlProblems({ kind: 'max' })).toEqual([]);
  });

  it('warns of a maximum below twice the usual lifetime, beside the maximum', () => {
    expect(
      ttlProblems({ kind: 'max', seconds: 1.5 * HOUR, other: HOUR }),
    ).toEqual([
      'The maximum (90 min) is less than twice the usual lifetime (1 h): instead of renewing, the agent would fetch a new credential each time. Choose 2 h or more.',
    ]);
    expect(
      ttlProblems({ kind: 'default', seconds: HOUR, other: 1.5 * HOUR }),
    ).toEqual([]);
  });

  it('says whom to ask when the offer allows less', () => {
    expect(ttlProblems({ kind: 'max', seconds: 2 * DAY, cap: DAY })).toEqual([
      'The offer allows at most 24 h. Choose less, or ask the platform team for a longer `maxTtl`.',
    ]);
  });

  it.each([
    ['default', 60, 'Too short: it must be at least 5 min.'],
    ['default', 2 * DAY, 'Too long: it may be at most 24 h.'],
    ['max', 300, 'Too short: it must be at least 10 min.'],
    ['max', 31 * DAY, 'Too long: it may be at most 30 d.'],
  ] as const)('refuses a %s of %s s', (kind, seconds, problem) => {
    expect(ttlProblems({ kind, seconds })).toEqual([problem]);
  });
});
