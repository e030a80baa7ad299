import { calculateTtl, TtlRequest } from './ttl';

const hour = 3600;
const now = Date.UTC(2026, 0, 1, 12);
const limits = { defaultTtl: 768 * hour, maxTtl: 768 * hour };

describe('calculateTtl', () => {
  it.each<[string, Partial<TtlRequest>, number]>([
    ['the mount default when nothing is set', {}, 768 * hour],
    ['the role when it is set', { backendTtl: hour }, hour],
    ['the increment before the role', { increment: 60, backendTtl: hour }, 60],
    [
      'the role maximum when the role asks for more',
      { backendTtl: 2 * hour, backendMax: hour },
      hour,
    ],
    [
      'what is left of the maximum on renewal',
      {
        increment: hour,
        backendMax: 2 * hour,
        issuedAt: now - 1.5 * hour * 1000,
      },
      hour / 2,
    ],
    [
      'the period whatever the age',
      {
        period: hour,
        backendMax: 2 * hour,
        issuedAt: now - 1000 * hour * 1000,
      },
      hour,
    ],
    [
      'what the explicit maximum leaves of a period',
      {
        period: hour,
        explicitMax: 3 * hour,
        issuedAt: now - 2.5 * hour * 1000,
      },
      hour / 2,
    ],
  ])('answers %s', (_, request, ttl) => {
    expect(calculateTtl({ limits, now, ...request }).ttl).toBe(ttl);
  });

  it('says that it lowered a TTL, without zero units', () => {
    const { warnings } = calculateTtl({
      limits,
      now,
      backendTtl: 5400,
      backendMax: hour,
    });
    expect(warnings).toEqual([
      'TTL of "1h30m" exceeded the effective max_ttl of "1h"; TTL value is capped accordingly',
    ]);
  });

  it('says that it lowered a period', () => {
    const { ttl, warnings } = calculateTtl({
      limits: { defaultTtl: hour, maxTtl: hour },
      now,
      period: 2 * hour,
    });
    expect(ttl).toBe(hour);
    expect(warnings).toEqual([
      'period of "2h" exceeded the effective max_ttl of "1h"; period value is capped accordingly',
    ]);
  });

  it('refuses once the maximum has passed', () => {
    const request = {
      limits,
      now,
      backendMax: hour,
      issuedAt: now - hour * 1000,
    };
    expect(() => calculateTtl(request)).toThrow(
      'past the max TTL, cannot renew',
    );
  });
});
