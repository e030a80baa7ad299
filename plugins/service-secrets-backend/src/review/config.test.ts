import { ConfigReader } from '@backstage/config';

import { readFleetConfig } from './config';

const MINUTE = 60_000;

function read(fleet: Record<string, unknown>) {
  // What tests write is JSON.
  const data = JSON.parse(JSON.stringify({ serviceSecrets: { fleet } }));
  return readFleetConfig(new ConfigReader(data));
}

describe('readFleetConfig', () => {
  it('collects every ten minutes and tells of breakages unless told otherwise', () => {
    const { enabled, collection, notices } = read({});

    expect(enabled).toBe(true);
    expect(collection).toMatchObject({
      everyMs: 10 * MINUTE,
      leaseMs: MINUTE,
      concurrency: 4,
    });
    expect(notices.codes.has('serviceAccountNotBound')).toBe(true);
    expect(notices.codes.has('adminGrants')).toBe(false);
    expect(notices.recovered).toBe(true);
    expect(notices.thresholds).toEqual({});
  });

  it('shortens the turn with the period, so that a takeover falls within it', () => {
    expect(read({ collection: { every: '30s' } }).collection.leaseMs).toBe(
      3000,
    );
  });

  it('reads the thresholds of notices and when they are muted', () => {
    const { notices } = read({
      notices: {
        muteUntil: '2026-12-24',
        codes: ['adminGrants'],
        recovered: false,
        thresholds: {
          certificate: '14d',
          ca: { days: 90 },
          cliff: '30d',
          irrevocable: 3,
          brokenWiring: '30m',
          budget: 1.5,
        },
      },
    });

    expect(notices).toEqual({
      enabled: true,
      codes: new Set(['adminGrants']),
      recovered: false,
      muteUntil: Date.parse('2026-12-24'),
      thresholds: {
        certificateMs: 14 * 1440 * MINUTE,
        caMs: 90 * 1440 * MINUTE,
        cliffMs: 30 * 1440 * MINUTE,
        irrevocable: 3,
        brokenWiringMs: 30 * MINUTE,
        budget: 1.5,
      },
    });
  });

  it.each([
    [{ collection: { every: 'soon' } }, /fleet\.collection\.every is no dur/],
    [{ collection: { concurrency: 0 } }, /collection\.concurrency is no whole/],
    [{ notices: { codes: ['x'] } }, /notices\.codes: 'x' is no finding code/],
    [{ notices: { muteUntil: 'later' } }, /notices\.muteUntil is no time/],
    [{ notices: { thresholds: { ca: 'x' } } }, /thresholds\.ca is no duration/],
    [{ notices: { thresholds: { budget: 0.5 } } }, /budget is no factor/],
    [
      { notices: { thresholds: { irrevocable: 0 } } },
      /irrevocable is no whole/,
    ],
  ])('names the key of what is wrong in %j', (fleet, message) => {
    expect(() => read(fleet)).toThrow(message);
  });
});
