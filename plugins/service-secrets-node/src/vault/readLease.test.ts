import * as fc from 'fast-check';

import { readLease } from './readLease';
import { leaseAnswer } from './schema';

const now = '2026-08-01T10:00:00.123456789Z';
const usual = {
  id: 'database/creds/grade-api-role/one',
  issue_time: now,
  expire_time: '2026-08-01T11:00:00Z',
  last_renewal: null,
  renewable: true,
  ttl: 3600,
};

const time = fc.constantFrom(now, 'soon', '', null, undefined, 7);
const anyLease = fc.record(
  {
    id: fc.oneof(fc.string(), fc.constant(7)),
    issue_time: time,
    expire_time: time,
    last_renewal: time,
    renewable: fc.oneof(fc.boolean(), fc.constant(null)),
    ttl: fc.constantFrom(3600, 0, -1, '60', null, Number.NaN),
  },
  { requiredKeys: [] },
);

describe('readLease', () => {
  it('reads what Vault usually answers, without the schema', () => {
    expect(readLease({ status: 200, body: { data: usual } })).toEqual({
      id: usual.id,
      issuedAt: new Date(now),
      expiresAt: new Date(usual.expire_time),
      lastRenewedAt: undefined,
      renewable: true,
      ttlSeconds: 3600,
    });
  });

  it('reads nothing the schema refuses and the same as the schema otherwise', () => {
    const bodies = fc.oneof(
      anyLease.map(data => ({ data })),
      fc.anything(),
    );
    fc.assert(
      fc.property(bodies, body => {
        const read = readLease({ status: 200, body });
        const judged = leaseAnswer.safeParse(body);
        expect(read).toEqual(judged.success ? judged.data : undefined);
      }),
      { numRuns: 2000, examples: [[{ data: usual }]] },
    );
  });

  it('leaves every other status to the caller', () => {
    expect(readLease({ status: 403, body: { data: usual } })).toBeUndefined();
  });
});
