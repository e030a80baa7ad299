import fc from 'fast-check';

import { isName } from './grammar';
import {
  authRoleName,
  databaseRoleName,
  issuerAuthRoleName,
  kvPlaceholderPath,
  pkiRoleName,
  policyName,
  ServiceName,
  staticRoleName,
} from './naming';

/** Short alphabets make collisions likely, if there are any. */
const label = fc
  .stringMatching(/^[ab]([ab-]{0,4}[ab])?$/)
  .filter(value => isName('label', value));
const objectName = fc
  .stringMatching(/^[ab]([ab.-]{0,6}[ab])?$/)
  .filter(value => isName('objectName', value));
/** A database user may have the separator in its own name. */
const username = fc
  .stringMatching(/^[ab]([ab._-]{0,5}[ab])?$/)
  .filter(value => isName('vaultName', value));
const service: fc.Arbitrary<ServiceName> = fc.oneof(
  fc.record({ namespace: label, name: objectName }),
  label.map(both => ({ namespace: both, name: both })),
);

function same(a: ServiceName, b: ServiceName): boolean {
  return a.namespace === b.namespace && a.name === b.name;
}

describe('naming', () => {
  it.each([
    ['policyName', policyName],
    ['authRoleName', authRoleName],
    ['issuerAuthRoleName', issuerAuthRoleName],
    ['pkiRoleName', pkiRoleName],
  ])('%s gives two services two names', (_name, nameOf) => {
    fc.assert(
      fc.property(service, service, (a, b) => {
        expect(nameOf(a) === nameOf(b)).toBe(same(a, b));
      }),
      { numRuns: 5000 },
    );
  });

  it('databaseRoleName gives two services or profiles two names', () => {
    fc.assert(
      fc.property(service, service, fc.tuple(label, label), (a, b, [p, q]) => {
        expect(databaseRoleName(a, p) === databaseRoleName(b, q)).toBe(
          same(a, b) && p === q,
        );
      }),
      { numRuns: 5000 },
    );
  });

  it('staticRoleName gives two services or users two names, none of a dynamic role', () => {
    fc.assert(
      fc.property(
        service,
        service,
        fc.tuple(username, username, label),
        (a, b, [p, q, profile]) => {
          expect(staticRoleName(a, p) === staticRoleName(b, q)).toBe(
            same(a, b) && p === q,
          );
          expect(staticRoleName(a, p)).not.toBe(databaseRoleName(b, profile));
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('kvPlaceholderPath gives two services two paths, none above another', () => {
    fc.assert(
      fc.property(service, service, (a, b) => {
        const [p, q] = [a, b].map(each => kvPlaceholderPath('apps', each));
        expect(p === q).toBe(same(a, b));
        expect(q.startsWith(`${p}/`)).toBe(false);
      }),
      { numRuns: 5000 },
    );
  });

  it('gives pods and cert-manager different auth roles', () => {
    fc.assert(
      fc.property(service, service, (a, b) => {
        expect(authRoleName(a)).not.toBe(issuerAuthRoleName(b));
      }),
    );
  });

  it('gives names Vault paths may be built from', () => {
    fc.assert(
      fc.property(service, label, (name, profile) => {
        expect(isName('vaultName', policyName(name))).toBe(true);
        expect(isName('vaultName', databaseRoleName(name, profile))).toBe(true);
      }),
    );
  });

  it('reads well where namespace and service share a name', () => {
    expect(policyName({ namespace: 'grade-api', name: 'grade-api' })).toBe(
      'svc-grade-api',
    );
    expect(
      databaseRoleName({ namespace: 'production', name: 'api' }, 'read-write'),
    ).toBe('svc-production.api.read-write');
  });
});
