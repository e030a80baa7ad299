import fc from 'fast-check';

import { hostileNames } from '../testSupport/hostileNames';
import { IllegalNameError } from '../upstream/IllegalNameError';
import { isAllowedRequest, VaultRequest, vaultPaths } from './paths';

const byName: Record<string, (name: string) => VaultRequest> = {
  databaseRole: name => vaultPaths.databaseRole({ mount: 'database', name }),
  staticRole: name => vaultPaths.staticRole({ mount: 'database', name }),
  connection: name => vaultPaths.connection({ mount: 'database', name }),
  authRole: name => vaultPaths.authRole({ mount: 'kubernetes', name }),
  policy: name => vaultPaths.policy(name),
  leaseIds: name => vaultPaths.leaseIds({ mount: 'database', name }),
  pkiRole: name => vaultPaths.pkiRole({ mount: 'pki', name }),
  pkiIssuer: name => vaultPaths.pkiIssuer({ mount: 'pki', name }),
  pkiIssuerCertificate: name =>
    vaultPaths.pkiIssuerCertificate({ mount: 'pki', name }),
};

const byMount: Record<string, (mount: string) => VaultRequest> = {
  mountLimits: mount => vaultPaths.mountLimits(mount),
  databaseRole: mount => vaultPaths.databaseRole({ mount, name: 'a' }),
  authRole: mount => vaultPaths.authRole({ mount, name: 'a' }),
  leaseIds: mount => vaultPaths.leaseIds({ mount, name: 'a' }),
  login: mount => vaultPaths.login(mount, {}),
};

/** Undefined for a name that was refused; any other error fails the test. */
function made(make: () => VaultRequest): VaultRequest | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof IllegalNameError) return undefined;
    throw error;
  }
}

function line({ method, path, query }: VaultRequest): [string, string] {
  return [method, `/v1/${path}${query ? `?${query}` : ''}`];
}

describe('vaultPaths', () => {
  it.each(Object.keys(byName))(
    'refuses every hostile name of %s before there is a path',
    key => {
      for (const name of hostileNames) {
        expect(() => byName[key](name)).toThrow(IllegalNameError);
      }
    },
  );

  it.each(Object.keys(byMount))('refuses every hostile mount of %s', key => {
    for (const mount of hostileNames.filter(name => name !== 'a/b')) {
      expect(() => byMount[key](mount)).toThrow(IllegalNameError);
    }
  });

  it('puts an accepted name on the wire as exactly one segment, unchanged', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.stringMatching(/^[a-z0-9._%\\/?#-]{1,12}$/),
      fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,20}$/),
    );
    let accepted = 0;
    fc.assert(
      fc.property(
        name,
        fc.constantFrom(...Object.keys(byName)),
        (value, key) => {
          const request = made(() => byName[key](value));
          if (request === undefined) return;
          accepted += 1;
          const { pathname } = new URL(
            `/v1/${request.path}`,
            'http://v.invalid',
          );
          expect(pathname).toBe(`/v1/${request.path}`);
          expect(
            request.path.split('/').filter(part => part === value),
          ).toHaveLength(
            request.path.split('/').length -
              byName[key]('zz9').path.split('/').length +
              1,
          );
          expect(isAllowedRequest(...line(request))).toBe(true);
        },
      ),
      { numRuns: 5000 },
    );
    expect(accepted).toBeGreaterThan(500);
  });

  it('keeps hostile lease ids out of requests', () => {
    for (const id of ['', '../x', 'a b', 'a\nb', 'é', `a${'b'.repeat(600)}`]) {
      expect(() => vaultPaths.lease(id)).toThrow(IllegalNameError);
    }
    const id = 'database/creds/grade-api-role/Q2bCq3mB1k5Zt7XyW9aLs0Ne';
    expect(vaultPaths.lease(id)).toMatchObject({
      path: 'sys/leases/lookup',
      body: { lease_id: id },
    });
  });

  it('names the policy block that a list of leases needs', () => {
    expect(
      vaultPaths.leaseIds({ mount: 'database', name: 'grade-api-role' }).rule,
    ).toBe(
      'path "sys/leases/lookup/database/creds/grade-api-role/" { capabilities = ["list", "sudo"] }',
    );
  });

  it('has no request that mints a credential', () => {
    for (const path of [
      '/v1/database/creds/a',
      '/v1/database/static-creds/a',
      '/v1/pki/issue/a',
      '/v1/auth/token/create',
    ]) {
      expect(isAllowedRequest('GET', path)).toBe(false);
      expect(isAllowedRequest('PUT', path)).toBe(false);
    }
  });
});
