import { AccessPath } from 'backstage-plugin-service-secrets-common';

import { accessRoles, reachText } from './accessRoles';

const service = (name: string, owner?: string) => ({
  entityRef: `component:default/${name}`,
  environment: 'production',
  title: name,
  owner,
});

function aPath(overrides: Partial<AccessPath> = {}): AccessPath {
  return {
    role: 'reader',
    roleKind: 'dynamic',
    grants: 'read only',
    policy: 'svc-grades',
    wildcard: false,
    authRole: 'grades',
    serviceAccounts: ['grades/grades'],
    services: [service('grades', 'group:default/team-grades')],
    ...overrides,
  };
}

const unreached = { policy: undefined, authRole: undefined, services: [] };

describe('accessRoles', () => {
  it('gathers the ways by role and kind, and shows no way of a role nothing reaches', () => {
    const roles = accessRoles([
      aPath(),
      aPath({ role: 'admin', ...unreached }),
      aPath({ policy: 'bi-all' }),
      aPath({ roleKind: 'static' }),
    ]);

    expect(
      roles.map(({ role, roleKind, paths }) => [role, roleKind, paths.length]),
    ).toEqual([
      ['reader', 'dynamic', 2],
      ['admin', 'dynamic', 0],
      ['reader', 'static', 1],
    ]);
  });
});

describe('reachText', () => {
  it.each([
    [[], 'no service of the catalog reaches it'],
    [[aPath(unreached)], 'no service of the catalog reaches it'],
    [[aPath()], '1 service of 1 owner, through 1 role'],
    [
      [
        aPath(),
        aPath({ policy: 'bi-all' }),
        aPath({ role: 'writer', services: [service('reports')] }),
        aPath({ role: 'admin', ...unreached }),
      ],
      '2 services of 1 owner, 1 unowned, through 2 roles',
    ],
    [
      [aPath({ services: [service('reports')] })],
      '1 service, 1 unowned, through 1 role',
    ],
  ])('of %#. counts who reaches it, nobody as no owner', (paths, text) => {
    expect(reachText(paths)).toBe(text);
  });
});
