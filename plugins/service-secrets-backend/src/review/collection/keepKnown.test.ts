import { aRowRecord, fleetNow } from '../../testSupport/fleetBuilders';
import { ExpiryFact } from '../records';
import {
  isStale,
  mergeCounts,
  mergeFacts,
  mergeFingerprint,
  nextExpiry,
  notesOf,
  readAnything,
} from './keepKnown';
import { Observation } from './Observation';

/** An observation of which nothing could be read, unless told otherwise. */
function anObservation(change: Partial<Observation> = {}): Observation {
  return {
    environment: 'production',
    status: { health: 'unknown', sentence: 'Nothing is known.' },
    findings: [],
    unknown: [],
    facts: {},
    fingerprint: { findings: [] },
    sources: [],
    ...change,
  };
}

const known = aRowRecord({ leases: 9, leaseBudget: 4, irrevocableLeases: 1 });

describe('what is kept of an earlier collection', () => {
  it('is every count that could not be read now', () => {
    expect(mergeCounts(known, anObservation())).toEqual({
      databaseRoles: 1,
      leases: 9,
      leaseBudget: 4,
      irrevocableLeases: 1,
      orphanLeases: 0,
      certificates: 1,
    });
  });

  it('is no count that was read, be it zero, nor what belongs to the leases of before', () => {
    const now = anObservation({ leases: 0, certificates: 0, databaseRoles: 0 });

    expect(mergeCounts(known, now)).toEqual({
      databaseRoles: 0,
      leases: 0,
      leaseBudget: undefined,
      irrevocableLeases: undefined,
      orphanLeases: undefined,
      certificates: 0,
    });
  });

  it('is nothing where nothing was known', () => {
    expect(
      Object.values(mergeCounts(undefined, anObservation())).filter(
        count => count !== undefined,
      ),
    ).toEqual([]);
  });

  it('is each part of the facts by itself; an empty list was read', () => {
    const role = {
      mount: 'database',
      name: 'r',
      kind: 'dynamic',
      grants: 'read',
    } as const;
    const login = { mount: 'kubernetes', name: 'a', serviceAccounts: ['x/y'] };

    expect(
      mergeFacts({ roles: [role], login, expiries: [] }, { roles: [] }),
    ).toEqual({ roles: [], login, expiries: [] });
    expect(mergeFacts(undefined, { roles: [role] }).roles).toEqual([role]);
  });

  it('is how many leases a role had, where only what it says could be read', () => {
    const role = { mount: 'm', kind: 'dynamic', grants: 'read' } as const;
    const one = { ...role, name: 'one' };
    const two = { ...role, name: 'two' };
    const before = {
      roles: [
        { ...one, leases: 3 },
        { ...two, leases: 4 },
      ],
    };

    expect(
      mergeFacts(before, { roles: [one, { ...two, leases: 0 }] }).roles,
    ).toEqual([
      { ...one, leases: 3 },
      { ...two, leases: 0 },
    ]);
  });

  it('is the hash of what was not read, and never the findings', () => {
    const before = { roles: 'r1', policies: 'p1', findings: ['old'] };

    expect(
      mergeFingerprint(before, { policies: 'p2', findings: ['new'] }),
    ).toEqual({ roles: 'r1', policies: 'p2', findings: ['new'] });
    expect(mergeFingerprint(undefined, { findings: [] }).roles).toBeUndefined();
  });
});

describe('a row is stale', () => {
  const all = { databaseRoles: 1, leases: 2, certificates: 1 };

  it.each(['databaseRoles', 'leases', 'certificates'] as const)(
    'when its %s are those of before',
    name => {
      const now = anObservation({ ...all, [name]: undefined });

      expect(isStale(now, known)).toBe(true);
      expect(isStale(now)).toBe(false);
      expect(isStale(now, aRowRecord({ [name]: undefined }))).toBe(false);
    },
  );

  it('when a source answered from before, and not when all of them answered now', () => {
    const old = { state: 'stale', source: 'leases', reason: 'sealed' } as const;

    expect(isStale(anObservation({ ...all, sources: [old] }))).toBe(true);
    expect(isStale(anObservation(all), known)).toBe(false);
  });
});

describe('what a row says of its sources', () => {
  const failed = {
    state: 'failed',
    source: 'leases',
    reason: 'sealed',
  } as const;

  it('calls what failed old when something of before is shown, with its time', () => {
    expect(notesOf(anObservation({ sources: [failed] }), fleetNow)).toEqual([
      {
        ...failed,
        state: 'stale',
        fetchedAt: '2026-11-22T12:00:00.000Z',
      },
    ]);
  });

  it('leaves it failed when nothing of before is shown', () => {
    expect(notesOf(anObservation({ sources: [failed] }), undefined)).toEqual([
      failed,
    ]);
  });
});

describe('readAnything', () => {
  it('takes a zero for an answer, and no number for none', () => {
    expect(readAnything(anObservation({ leases: 0 }))).toBe(true);
    expect(readAnything(anObservation({ certificates: 0 }))).toBe(true);
    expect(readAnything(anObservation({ databaseRoles: 0 }))).toBe(true);
    expect(readAnything(anObservation())).toBe(false);
  });
});

describe('nextExpiry', () => {
  it('is the soonest of all kinds, or none', () => {
    const fact = (name: string, at: number): ExpiryFact => {
      return { kind: 'certificate', name, at, attention: true };
    };

    expect(
      nextExpiry({ expiries: [fact('b', fleetNow + 2), fact('a', fleetNow)] }),
    ).toEqual({
      what: 'certificate',
      name: 'a',
      at: '2026-11-22T12:00:00.000Z',
    });
    expect(nextExpiry({ expiries: [] })).toBeUndefined();
    expect(nextExpiry({})).toBeUndefined();
  });
});
