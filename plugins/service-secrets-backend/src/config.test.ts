import { mockServices } from '@backstage/backend-test-utils';

import { readServiceSecretsConfig } from './config';

function read(serviceSecrets: object) {
  return readServiceSecretsConfig(
    // What the mock takes is JSON, and so are these rows.
    mockServices.rootConfig({
      data: JSON.parse(JSON.stringify({ serviceSecrets })),
    }),
  );
}

describe('readServiceSecretsConfig', () => {
  it('has defaults for everything, none of which confirms a claim', () => {
    expect(readServiceSecretsConfig(mockServices.rootConfig())).toMatchObject({
      environments: [],
      bindings: { rules: [], backReferences: false },
      cache: { reportMs: 15_000, staleMs: 300_000 },
      deadlineMs: 20_000,
      access: { reports: 'owners', platformGroups: [] },
      handleKey: undefined,
    });
  });

  it('reads what the operator says', () => {
    const config = read({
      environments: [{ name: 'prod', instance: 'vault', cluster: 'prod-1' }],
      bindings: {
        rules: [
          {
            owners: ['grades', 'User:default/Ada'],
            namespaces: ['grade-*'],
            authRoles: ['auth/team/grade-api'],
          },
        ],
      },
      thresholds: { caExpiresSoon: '10d', leaseExpiring: 0.1 },
      cache: { report: '1s', stale: { minutes: 1 } },
      access: { reports: 'catalog', platformGroups: ['platform'] },
    });

    expect(config.bindings.rules).toEqual([
      {
        owners: ['group:default/grades', 'user:default/ada'],
        environments: undefined,
        namespaces: ['grade-*'],
        authRoles: ['auth/team/grade-api'],
        databaseRoles: [],
        staticRoles: [],
      },
    ]);
    expect(config.thresholds.caExpiresSoonMs).toBe(864_000_000);
    expect(config.thresholds.leaseExpiring).toBe(0.1);
    expect(config.cache).toEqual({ reportMs: 1000, staleMs: 60_000 });
    expect(config.access.platformGroups).toEqual(['group:default/platform']);
  });

  const rule = { owners: ['grades'], namespaces: ['grades'] };
  const environment = { name: 'prod', instance: 'vault', cluster: 'prod-1' };

  it.each([
    [
      'environments[0].name',
      { environments: [{ ...environment, name: 'Prod!' }] },
    ],
    ["names 'prod' twice", { environments: [environment, environment] }],
    [
      'rules[0].owners is empty',
      { bindings: { rules: [{ ...rule, owners: [] }] } },
    ],
    [
      'rules[0].namespaces',
      { bindings: { rules: [{ ...rule, namespaces: ['*'] }] } },
    ],
    [
      'rules[0].databaseRoles',
      { bindings: { rules: [{ ...rule, databaseRoles: ['a*b'] }] } },
    ],
    [
      'rules[0].authRoles',
      { bindings: { rules: [{ ...rule, authRoles: ['*/x'] }] } },
    ],
    ['thresholds.leaseExpiring', { thresholds: { leaseExpiring: 2 } }],
    ['access.reports', { access: { reports: 'everyone' } }],
    ['cache.report', { cache: { report: 'soon' } }],
  ])('refuses a mistake and names its key: %s', (message, config) => {
    expect(() => read(config)).toThrow(message);
  });
});
