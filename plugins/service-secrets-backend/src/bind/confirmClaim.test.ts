import { anEntity, testConfig, World } from '../testSupport/World';

const own = {
  namespace: 'grade-api',
  roles: 'grade-api-role',
  fixed: 'grade-report',
  auth: 'grade-api',
};

interface Spoof {
  readonly what: string;
  readonly claims: Partial<typeof own> & { readonly environments?: string };
  readonly owner?: string;
}

/** Each is well spelled, so that the grammar lets it through and only the rules stand in its way. */
const spoofs: readonly Spoof[] = [
  { what: "another team's database role", claims: { roles: 'payments-rw' } },
  {
    what: "its own and another team's role",
    claims: { roles: 'grade-api-role,payments-rw' },
  },
  { what: "another team's static role", claims: { fixed: 'payments-report' } },
  { what: "another team's namespace", claims: { namespace: 'payments' } },
  { what: "another team's auth role", claims: { auth: 'payments' } },
  {
    what: 'everything of another team',
    claims: {
      namespace: 'payments',
      roles: 'payments-rw',
      fixed: 'payments-report',
      auth: 'payments',
    },
  },
  { what: 'a system namespace', claims: { namespace: 'kube-system' } },
  { what: "Vault's namespace", claims: { namespace: 'vault' } },
  {
    what: 'a namespace that continues its own',
    claims: { namespace: 'grade-api-admin' },
  },
  { what: 'a namespace its own continues', claims: { namespace: 'grade' } },
  {
    what: 'a namespace that ends in its own',
    claims: { namespace: 'x-grade-api' },
  },
  {
    what: 'a role that continues its own',
    claims: { roles: 'grade-api-role-admin' },
  },
  { what: 'a role its own continues', claims: { roles: 'grade-api' } },
  {
    what: 'a role that ends in its own',
    claims: { roles: 'x-grade-api-role' },
  },
  {
    what: 'a role with another separator',
    claims: { roles: 'grade_api_role' },
  },
  { what: 'a role with a dot for a dash', claims: { roles: 'grade-api.role' } },
  {
    what: 'an auth role that continues its own',
    claims: { auth: 'grade-api2' },
  },
  { what: 'an auth role its own continues', claims: { auth: 'grade' } },
  {
    what: 'a static role that continues its own',
    claims: { fixed: 'grade-report-all' },
  },
  {
    what: 'its role on another mount',
    claims: { roles: 'payments-db/grade-api-role' },
  },
  {
    what: 'its role on a nested mount',
    claims: { roles: 'database/x/grade-api-role' },
  },
  {
    what: 'its static role on another mount',
    claims: { fixed: 'payments-db/grade-report' },
  },
  {
    what: 'its auth role on another mount',
    claims: { auth: 'kubernetes-other/grade-api' },
  },
  {
    what: 'its dynamic role as a static one',
    claims: { fixed: 'grade-api-role' },
  },
  {
    what: 'its static role as a dynamic one',
    claims: { roles: 'grade-report' },
  },
  { what: 'its auth role as a database role', claims: { roles: 'grade-api' } },
  {
    what: 'an environment nobody configured',
    claims: { environments: 'production2' },
  },
  {
    what: 'the name of a cluster as environment',
    claims: { environments: 'cluster' },
  },
  {
    what: 'the environment of another rule',
    claims: { environments: 'staging' },
  },
  {
    what: 'everything, owned by a group of another kind',
    claims: {},
    owner: 'user:default/grades',
  },
  {
    what: 'everything, owned by a group in another namespace',
    claims: {},
    owner: 'group:other/grades',
  },
  {
    what: 'everything, owned by a group whose name continues',
    claims: {},
    owner: 'group:default/grades-x',
  },
  {
    what: 'everything, owned by a group whose name is shorter',
    claims: {},
    owner: 'group:default/grade',
  },
  {
    what: 'everything, owned by a unicode twin',
    claims: {},
    owner: 'group:default/gradеs',
  },
  {
    what: 'everything, owned by nobody we know',
    claims: {},
    owner: 'group:default/payments',
  },
];

/** Spelled so that they are refused before any rule is asked. */
const misspelt: readonly Spoof[] = [
  { what: 'a wildcard role', claims: { roles: '*' } },
  { what: 'a role prefix', claims: { roles: 'grade-*' } },
  { what: 'a segment wildcard', claims: { roles: '+' } },
  { what: 'a wildcard namespace', claims: { namespace: '*' } },
  { what: 'an upper-case role', claims: { roles: 'Grade-Api-Role' } },
  { what: 'an upper-case namespace', claims: { namespace: 'Grade-Api' } },
  { what: 'a unicode twin of its role', claims: { roles: 'grade-аpi-role' } },
  {
    what: 'a full-width twin of its namespace',
    claims: { namespace: 'ｇrade-api' },
  },
  {
    what: 'a climb to another path',
    claims: { roles: '../../sys/policies/acl/root' },
  },
  { what: 'an encoded climb', claims: { roles: '%2e%2e/x' } },
  { what: 'a namespace that climbs', claims: { namespace: '..' } },
  { what: 'a query', claims: { roles: 'grade-api-role?list=true' } },
  { what: 'a fragment', claims: { auth: 'grade-api#x' } },
  { what: 'two namespaces', claims: { namespace: 'grade-api,payments' } },
  { what: 'an address', claims: { auth: 'https://evil.example/x' } },
];

function entityOf({ claims, owner }: Spoof) {
  const { namespace, roles, fixed, auth } = { ...own, ...claims };
  return anEntity(
    {
      'service-secrets.io/namespace': namespace,
      'service-secrets.io/database-roles': roles,
      'service-secrets.io/static-roles': fixed,
      'service-secrets.io/auth-role': auth,
      ...(claims.environments && {
        'service-secrets.io/environments': claims.environments,
      }),
    },
    owner,
  );
}

function aWorldWithStaging(): World {
  const world = new World();
  const [rule] = testConfig.bindings.rules;
  world.config = {
    ...testConfig,
    environments: [
      ...testConfig.environments,
      { name: 'staging', instance: 'vault', cluster: 'cluster' },
    ],
    bindings: {
      backReferences: false,
      rules: [
        { ...rule, environments: ['production'] },
        {
          ...rule,
          owners: ['group:default/others'],
          environments: ['staging'],
        },
      ],
    },
  };
  return world;
}

describe('confirmClaim', () => {
  it('knows at least forty spoofs', () => {
    expect(spoofs.length + misspelt.length).toBeGreaterThanOrEqual(40);
  });

  it.each(spoofs.map(spoof => [spoof.what, spoof] as const))(
    'denies %s without asking anyone',
    async (_what, spoof) => {
      const world = aWorldWithStaging();
      world.entity = entityOf(spoof);

      const report = await world.report();

      expect(report.environments).toEqual([]);
      expect(report.denied).toHaveLength(1);
      expect(report.denied[0].reason).toMatch(/^Binding not allowed/);
      expect(report.denied[0].remedy).not.toBe('');
      expect(report.status.health).toBe('unknown');
      expect(world.calls).toBe(0);
      expect(JSON.stringify(report)).not.toContain('payments');
    },
  );

  it.each(misspelt.map(spoof => [spoof.what, spoof] as const))(
    'never sees %s: the grammar refuses it',
    async (_what, spoof) => {
      const world = aWorldWithStaging();
      world.entity = entityOf(spoof);

      await expect(world.read()).rejects.toThrow('entity is invalid');
      expect(world.calls).toBe(0);
    },
  );

  it('confirms what one rule covers, also by prefix and by mount', async () => {
    const world = new World();
    world.config = {
      ...testConfig,
      bindings: {
        backReferences: false,
        rules: [
          {
            owners: ['group:default/grades'],
            namespaces: ['grade-*'],
            authRoles: ['kubernetes/grade-*'],
            databaseRoles: ['database/grade-api-role'],
            staticRoles: ['grade-*'],
          },
        ],
      },
    };

    const { environments, denied } = await world.report();

    expect(denied).toEqual([]);
    expect(environments).toHaveLength(1);
  });

  it('denies when only two rules together cover a claim', async () => {
    const world = new World();
    const [rule] = testConfig.bindings.rules;
    world.config = {
      ...testConfig,
      bindings: {
        backReferences: false,
        rules: [
          { ...rule, databaseRoles: [] },
          { ...rule, authRoles: [] },
        ],
      },
    };

    const { denied } = await world.report();

    expect(denied[0].reason).toBe(
      'Binding not allowed: no rule for the owners of this service covers its `database-roles`.',
    );
    expect(world.calls).toBe(0);
  });

  it('denies everything when no rule is configured', async () => {
    const world = new World();
    world.config = {
      ...testConfig,
      bindings: { rules: [], backReferences: false },
    };

    expect((await world.report()).denied).toHaveLength(1);
    expect(world.calls).toBe(0);
  });
});
