import { anAuthRole } from 'backstage-plugin-service-secrets-node/testUtils';

import { anEntity, testConfig, World } from '../testSupport/World';

function aReferencedWorld(entityRef = 'component:default/grade-api'): World {
  const world = new World();
  world.config = {
    ...testConfig,
    bindings: { rules: [], backReferences: true },
  };
  world.namespace.entityRef = entityRef;
  return world;
}

describe('readBackReference', () => {
  it('confirms a claim whose namespace names the entity and whose role grants exactly its paths', async () => {
    const { environments, denied } = await aReferencedWorld().report();

    expect(denied).toEqual([]);
    expect(environments[0].status.health).toBe('healthy');
  });

  it('asks nothing more when the namespace names another entity', async () => {
    const world = aReferencedWorld('component:default/payments');

    const { denied } = await world.report();

    expect(denied[0].reason).toMatch(/covers its `namespace`/);
    expect(world.vault.calls.count()).toBe(0);
    expect(world.calls).toBe(1);
  });

  it.each([
    [
      'binds a second namespace',
      { boundServiceAccountNamespaces: ['grade-api', 'other'] },
    ],
    ['binds every namespace', { boundServiceAccountNamespaces: ['*'] }],
    ['selects namespaces by label', { namespaceSelector: 'team=grades' }],
    [
      'binds another namespace',
      { boundServiceAccountNamespaces: ['payments'] },
    ],
  ])('denies when the auth role %s', async (_what, change) => {
    const world = aReferencedWorld();
    world.vault.state.authRoles['kubernetes/grade-api'] = anAuthRole(change);

    const { denied } = await world.report();

    expect(denied[0].reason).toMatch(/covers its `auth-role`/);
  });

  it.each([
    ['names another role', 'database/creds/other'],
    ['grants by a wildcard only', 'database/creds/*'],
    ['grants a longer path', 'database/creds/grade-api-role/x'],
  ])('denies the database roles when the policy %s', async (_what, path) => {
    const world = aReferencedWorld();
    const [, fixed] = world.vault.state.policies['grade-api'].rules;
    world.vault.state.policies['grade-api'] = {
      name: 'grade-api',
      rules: [{ ...fixed, path }, fixed],
    };

    const { denied } = await world.report();

    expect(denied[0].reason).toMatch(/covers its `database-roles`/);
  });

  it('leaves open whether it is allowed, and says why, when the namespace cannot be read', async () => {
    const world = aReferencedWorld();
    world.kubernetes.fail('namespaceEntityRef', 'unreachable');

    const { denied, environments } = await world.report();

    expect(environments).toEqual([]);
    expect(denied[0].unreadable).toBe(true);
    expect(denied[0].reason).toMatch(/^It is not known whether/);
    expect(denied[0].reason).toMatch(
      /could not be read: cluster: .*cannot be reached/,
    );
  });

  it('is not asked when a rule confirms', async () => {
    const world = aReferencedWorld();
    world.config = {
      ...testConfig,
      bindings: { ...testConfig.bindings, backReferences: true },
    };
    world.entity = anEntity();

    await world.report();

    expect(world.kubernetes.calls.count('namespaceEntityRef')).toBe(0);
  });
});
