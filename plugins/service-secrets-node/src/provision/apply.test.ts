import { InMemoryProvisioner } from '../testUtils/InMemoryProvisioner';
import {
  aFullServiceSpec,
  aServiceSpec,
  aStatementProfile,
} from '../testUtils/provisionBuilders';
import { apply, ApplyJournal, compare } from './apply';
import { planService } from './plan';
import { ownerMark } from './policyHcl';

const owner = {
  entityRef: 'component:default/grade-api',
  environment: 'production',
};
const desired = planService(aServiceSpec(), aStatementProfile());

function aVault(): InMemoryProvisioner {
  const vault = new InMemoryProvisioner();
  vault.connections.set('database/grade-api-db', ['analytics-role']);
  return vault;
}

describe('apply', () => {
  it('creates every object and keeps the roles a connection already allows', async () => {
    const vault = aVault();

    const changes = await apply(owner, desired, { vault });

    expect(changes.map(({ action }) => action)).toEqual([
      ...Array(2).fill('create'),
      'update',
      ...Array(4).fill('create'),
    ]);
    expect(vault.connections.get('database/grade-api-db')).toEqual([
      'analytics-role',
      'svc-grade-api.read-write',
    ]);
  });

  it('writes nothing the second time, because nothing differs', async () => {
    const vault = aVault();
    await apply(owner, desired, { vault });
    const before = vault.writes;

    const changes = await apply(owner, desired, { vault });

    expect(vault.writes).toBe(before);
    expect(new Set(changes.map(({ action }) => action))).toEqual(
      new Set(['unchanged']),
    );
  });

  it('names the field that drifted and restores it', async () => {
    const vault = aVault();
    await apply(owner, desired, { vault });
    const shorter = aServiceSpec();
    const changed = planService(
      {
        ...shorter,
        database: shorter.database && {
          ...shorter.database,
          defaultTtlSeconds: 1800,
        },
      },
      aStatementProfile(),
    );

    const changes = await compare(owner, changed, vault);

    expect(changes.filter(({ action }) => action !== 'unchanged')).toEqual([
      expect.objectContaining({
        action: 'update',
        fields: [{ field: 'default_ttl', from: '3600', to: '1800' }],
      }),
    ]);
  });

  it('refuses with zero writes when a role of that name exists without our policy', async () => {
    const vault = aVault();
    vault.objects.set('auth-role kubernetes/svc-grade-api', {
      kind: 'auth-role',
      fields: { token_policies: ['somebody-else'] },
    });

    await expect(apply(owner, desired, { vault })).rejects.toThrow(
      'Nothing was written. auth-role svc-grade-api exists and policy svc-grade-api does not name this service as its owner',
    );
    expect(vault.writes).toBe(0);
  });

  it("refuses to overwrite another service's policy", async () => {
    const vault = aVault();
    await apply({ ...owner, entityRef: 'component:default/other' }, desired, {
      vault,
    }).catch(() => {});
    vault.objects.set('policy svc-grade-api', {
      kind: 'policy',
      text: '# service-secrets.io/owner: component:default/other in production\n',
    });
    const before = vault.writes;

    await expect(apply(owner, desired, { vault })).rejects.toThrow(
      'policy svc-grade-api exists',
    );
    expect(vault.writes).toBe(before);
  });

  it('tells of what is not ours that it is there and whose mark it lacks, and nothing it holds', async () => {
    const vault = aVault();
    vault.objects.set('policy svc-grade-api', {
      kind: 'policy',
      text: '# service-secrets.io/owner: component:default/payments in production\npath "payroll/*" {}',
    });
    vault.objects.set('database-role database/svc-grade-api.read-write', {
      kind: 'database-role',
      fields: { db_name: 'payroll-db', creation_statements: ['GRANT payroll'] },
    });

    const changes = await compare(owner, desired, vault);

    const conflicts = changes.filter(({ action }) => action === 'conflict');
    expect(conflicts.map(({ object }) => object.kind)).toEqual([
      'policy',
      'database-role',
    ]);
    expect(conflicts.map(({ fields }) => fields)).toEqual([[], []]);
    expect(JSON.stringify(changes)).not.toContain('pay');
  });

  it.each([
    ['database', 'database-role svc-grade-api.read-write', /statement profile/],
    ['staticRole', 'static-role svc-grade-api_reporting', /another name/],
  ] as const)(
    'refuses with zero writes to move a role to another database, and says what to do: %s',
    async (part, role, way) => {
      const vault = aVault();
      vault.connections.set('database/shop-db', []);
      const spec = aFullServiceSpec();
      await apply(owner, planService(spec, aStatementProfile()), { vault });
      const { writes } = vault;
      const moved = planService(
        { ...spec, [part]: { ...spec[part], connection: 'shop-db' } },
        aStatementProfile(),
      );

      await expect(apply(owner, moved, { vault })).rejects.toThrow(
        `Nothing was written. ${role} exists for connection database/grade-api-db and would lose it to database/shop-db`,
      );
      await expect(apply(owner, moved, { vault })).rejects.toThrow(way);
      expect(vault.writes).toBe(writes);
    },
  );

  it('refuses before any write when the connection does not exist', async () => {
    const vault = new InMemoryProvisioner();

    await expect(apply(owner, desired, { vault })).rejects.toThrow(
      'connection database/grade-api-db does not exist',
    );
    expect(vault.writes).toBe(0);
  });

  it('refuses with zero writes what the same service has in another environment, and says what to do', async () => {
    const vault = aVault();
    const full = planService(aFullServiceSpec(), aStatementProfile());
    await apply(owner, full, { vault });
    const { writes } = vault;
    const staging = { ...owner, environment: 'staging' };
    const theirs = planService(
      { ...aFullServiceSpec(), ...staging },
      aStatementProfile(),
    );

    const changes = await compare(staging, theirs, vault);

    const objects = changes.filter(
      ({ object }) => object.kind !== 'allowed-role',
    );
    expect(objects.map(({ action }) => action)).toEqual(
      objects.map(() => 'conflict'),
    );
    for (const { reason } of objects) {
      expect(reason).toMatch(
        /belongs to this service in environment production, which shares this Vault: give staging a Kubernetes namespace of its own/,
      );
    }
    await expect(apply(staging, theirs, { vault })).rejects.toThrow(
      'Nothing was written. policy svc-grade-api belongs to this service in environment production',
    );
    expect(vault.writes).toBe(writes);
  });

  it('refuses an object that is as desired but not ours: tomorrow it may differ', async () => {
    const vault = aVault();
    await apply(owner, desired, { vault });
    vault.objects.delete('policy svc-grade-api');
    const before = vault.writes;

    await expect(apply(owner, desired, { vault })).rejects.toThrow(
      'database-role svc-grade-api.read-write exists and policy svc-grade-api does not name',
    );
    expect(vault.writes).toBe(before);
  });

  it('adds its role again when somebody wrote the list over, and keeps theirs', async () => {
    const vault = aVault();
    let interfered = false;
    vault.calls.onCall = (method, _ref, phase) => {
      if (method !== 'setAllowedRoles' || phase !== 'after' || interfered) {
        return;
      }
      interfered = true;
      vault.connections.set('database/grade-api-db', ['analytics-role', 'x']);
    };

    await apply(owner, desired, { vault });

    expect(vault.connections.get('database/grade-api-db')).toEqual([
      'analytics-role',
      'x',
      'svc-grade-api.read-write',
    ]);
  });

  it('gives up on a list that is written over all the time', async () => {
    const vault = aVault();
    vault.calls.onCall = (method, _ref, phase) => {
      if (method === 'setAllowedRoles' && phase === 'after') {
        vault.connections.set('database/grade-api-db', ['x']);
      }
    };

    await expect(apply(owner, desired, { vault })).rejects.toThrow(
      'allowed_roles of database/grade-api-db is being written by somebody else all the time',
    );
  });

  it('reads at most four objects at once', async () => {
    const vault = aVault();
    let under = 0;
    let most = 0;
    vault.calls.onCall = async (method, _ref, phase) => {
      if (method !== 'read') return;
      under += phase === 'before' ? 1 : -1;
      most = Math.max(most, under);
      await Promise.resolve();
    };

    await compare(owner, desired, vault);

    expect(most).toBe(4);
  });

  it('tells the journal before and after each write, and nothing else', async () => {
    const vault = aVault();
    const told: string[] = [];
    const journal: ApplyJournal = {
      beforeWrite: async ({ object }) => {
        told.push(`before ${object.kind} ${vault.writes}`);
      },
      afterWrite: async ({ object }) => {
        told.push(`after ${object.kind} ${vault.writes}`);
      },
    };

    await apply(owner, desired, { vault, journal });
    await apply(owner, desired, { vault, journal });

    expect(told).toEqual(
      [
        'policy',
        'policy',
        'allowed-role',
        'database-role',
        'pki-role',
        'auth-role',
        'auth-role',
      ].flatMap((kind, index) => [
        `before ${kind} ${index}`,
        `after ${kind} ${index + 1}`,
      ]),
    );
  });

  it('owns a place in a KV store by its own marker, not by a policy', async () => {
    const place = {
      kind: 'kv-placeholder',
      mount: 'secret',
      name: 'services/grade-api/grade-api',
      anchor: 'svc-grade-api',
      fields: { 'custom_metadata.service-secrets.io/owner': ownerMark(owner) },
    } as const;
    const only = { vault: [place], allowedRoles: [], manifests: [] };
    const key = `kv-placeholder secret/${place.name}`;
    const vault = new InMemoryProvisioner();

    await apply(owner, only, { vault });
    expect((await compare(owner, only, vault))[0].action).toBe('unchanged');

    vault.objects.set(key, { kind: 'kv-placeholder', fields: {} });
    await expect(apply(owner, only, { vault })).rejects.toThrow(
      'its custom metadata does not name this service',
    );
  });

  it.each([1, 2, 3, 4, 5, 6, 7])(
    'finishes on a rerun when write %i failed',
    async failAtWrite => {
      const vault = aVault();
      vault.failAtWrite = failAtWrite;

      await expect(apply(owner, desired, { vault })).rejects.toThrow(
        'cannot be reached',
      );
      await apply(owner, desired, { vault });

      const changes = await compare(owner, desired, vault);
      expect(changes.every(({ action }) => action === 'unchanged')).toBe(true);
    },
  );
});
