import fc from 'fast-check';

import type { DesiredRole } from '../provision/DesiredState';
import type { ObjectRef } from '../provision/VaultProvisionerApi';
import { hostileNames } from '../testSupport/hostileNames';
import { IllegalNameError } from '../upstream/IllegalNameError';
import type { VaultRequest } from './buildRequest';
import { isAllowedProofRequest, proofPaths } from './proofPaths';
import {
  isAllowedProvisionerRequest,
  provisionerPaths,
} from './provisionerPaths';

const roleKinds: readonly DesiredRole['kind'][] = [
  'auth-role',
  'database-role',
  'static-role',
  'pki-role',
  'kv-placeholder',
];

function refs(mount: string, name: string): ObjectRef[] {
  return [
    { kind: 'policy', name },
    ...roleKinds.map(kind => ({ kind, mount, name })),
  ];
}

function requests(mount: string, name: string): (() => VaultRequest)[] {
  return [
    ...refs(mount, name).flatMap(ref => [
      () => provisionerPaths.read(ref),
      () => provisionerPaths.remove(ref),
      () =>
        provisionerPaths.write(
          ref.kind === 'policy'
            ? { ...ref, anchor: name, text: '' }
            : { ...ref, anchor: name, fields: {} },
          {},
        ),
    ]),
    () => provisionerPaths.connection({ mount, name }),
    () => provisionerPaths.allowRoles({ mount, name }, { allowed_roles: [] }),
    () => provisionerPaths.leaseIds({ mount, name }),
  ];
}

function line({ method, path, query }: VaultRequest): [string, string] {
  return [method, `/v1/${path}${query ? `?${query}` : ''}`];
}

/** The requests that could be made at all; any other error fails the test. */
function made(makers: readonly (() => VaultRequest)[]): VaultRequest[] {
  return makers.flatMap(make => {
    try {
      return [make()];
    } catch (error) {
      if (error instanceof IllegalNameError) return [];
      throw error;
    }
  });
}

describe('provisionerPaths', () => {
  it.each(hostileNames)('makes no request with the name %j', name => {
    expect(made(requests('database', name))).toEqual([]);
  });

  it.each(hostileNames)('makes no request with the mount %j', mount => {
    const withMount = made(requests(mount, 'a'));
    expect(
      withMount.every(({ path }) => path.startsWith('sys/policies/')),
    ).toBe(true);
  });

  it.each(['sys', 'auth', 'auth/token', 'identity', 'cubbyhole/x'])(
    'takes %s for no mount of a secrets engine',
    mount => {
      const paths = made(requests(mount, 'a')).map(({ path }) => path);
      expect(new Set(paths)).toEqual(
        new Set(['sys/policies/acl/a', `auth/${mount}/role/a`]),
      );
    },
  );

  it('makes only requests that pass at the wire, with the rule that permits each', () => {
    const all = requests('team/database', 'svc-a.read_1').map(make => make());

    for (const request of all) {
      expect(isAllowedProvisionerRequest(...line(request))).toBe(true);
      expect(request.rule).toContain(`path "${request.path}`);
    }
  });

  it('takes a path with slashes for a KV place and for nothing else', () => {
    const paths = made(requests('secret', 'services/a/b')).map(
      ({ path }) => path,
    );
    expect(new Set(paths)).toEqual(new Set(['secret/metadata/services/a/b']));
  });

  it('says of no shared and no rotating object that its write may be sent again', () => {
    const repeatable = (kind: DesiredRole['kind']) =>
      provisionerPaths.write(
        { kind, mount: 'm', name: 'a', anchor: 'a', fields: {} },
        {},
      ).repeatable;

    expect(roleKinds.filter(kind => !repeatable(kind))).toEqual([
      'static-role',
    ]);
    expect(
      provisionerPaths.allowRoles(
        { mount: 'm', name: 'a' },
        { allowed_roles: [] },
      ).repeatable,
    ).toBeUndefined();
  });

  it.each([
    ['GET', '/v1/database/creds/a'],
    ['GET', '/v1/database/static-creds/a'],
    ['GET', '/v1/secret/data/a'],
    ['PUT', '/v1/secret/data/a'],
    ['DELETE', '/v1/database/config/a'],
    ['PUT', '/v1/sys/config/cors'],
    ['PUT', '/v1/auth/token/create'],
    ['PUT', '/v1/auth/token/roles/a'],
    ['PUT', '/v1/auth/token/role/a'],
    ['PUT', '/v1/sys/mounts/a'],
    ['DELETE', '/v1/sys/mounts/a'],
    ['PUT', '/v1/sys/leases/revoke-prefix/database'],
    ['PUT', '/v1/sys/policies/acl/a/../b'],
    ['POST', '/v1/sys/policies/acl/a'],
    ['PUT', '/v1/sys/policies/acl/a?x=1'],
    ['PUT', '/v1/identity/entity/roles/a'],
    ['PUT', '/v1/database/rotate-root/a'],
  ])('lets %s %s not pass', (method, path) => {
    expect(isAllowedProvisionerRequest(method, path)).toBe(false);
  });

  it('never makes a request that a URL parser would move', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (mount, name) => {
        for (const request of made(requests(mount, name))) {
          const [, path] = line(request);
          const url = new URL(`http://v.invalid${path}`);
          expect(`${url.pathname}${url.search}`).toBe(path);
        }
      }),
    );
  });
});

describe('proofPaths', () => {
  it.each(hostileNames)('makes no request with the name %j', name => {
    const login = { serviceAccountToken: 'jwt' };
    expect(
      made([
        () => proofPaths.logIn({ ...login, authMount: 'k', authRole: name }),
        () => proofPaths.logIn({ ...login, authMount: name, authRole: 'a' }),
        () => proofPaths.credential({ mount: 'database', name }),
        () => proofPaths.credential({ mount: name, name: 'a' }),
      ]),
    ).toEqual([]);
  });

  it('lets only its three requests pass, and none of them twice but the last', () => {
    const all = [
      proofPaths.logIn({
        authMount: 'kubernetes',
        authRole: 'svc-a',
        serviceAccountToken: 'jwt',
      }),
      proofPaths.credential({ mount: 'database', name: 'svc-a' }),
      proofPaths.revokeSelf(),
    ];

    expect(all.map(each => isAllowedProofRequest(...line(each)))).toEqual([
      true,
      true,
      true,
    ]);
    expect(all.map(({ repeatable }) => repeatable)).toEqual([
      undefined,
      false,
      true,
    ]);
    expect(isAllowedProofRequest('GET', '/v1/database/static-creds/a')).toBe(
      false,
    );
    expect(isAllowedProofRequest('PUT', '/v1/sys/policies/acl/a')).toBe(false);
    expect(JSON.stringify(all.map(({ operation }) => operation))).not.toContain(
      'jwt',
    );
  });
});
