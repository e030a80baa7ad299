import { InMemoryProvisioner } from '../testUtils/InMemoryProvisioner';
import {
  aServiceSpec,
  aStatementProfile,
} from '../testUtils/provisionBuilders';
import { apply, compare } from './apply';
import { planService } from './plan';

const owner = 'component:default/grade-api';
const desired = planService(aServiceSpec(), aStatementProfile());

function aVault(): InMemoryProvisioner {
  const vault = new InMemoryProvisioner();
  vault.connections.set('database/grade-api-db', ['analytics-role']);
  return vault;
}

describe('apply', () => {
  it('creates every object and keeps the roles a connection already allows', async () => {
    const vault = aVault();

    const changes = await apply(owner, desired, vault);

    expect(changes.map(({ action }) => action)).toEqual([
      ...Array(4).fill('create'),
      'update',
      ...Array(2).fill('create'),
    ]);
    expect(vault.connections.get('database/grade-api-db')).toEqual([
      'analytics-role',
      'svc-grade-api.read-write',
    ]);
  });

  it('writes nothing the second time, because nothing differs', async () => {
    const vault = aVault();
    await apply(owner, desired, vault);
    const before = vault.writes;

    const changes = await apply(owner, desired, vault);

    expect(vault.writes).toBe(before);
    expect(new Set(changes.map(({ action }) => action))).toEqual(
      new Set(['unchanged']),
    );
  });

  it('names the field that drifted and restores it', async () => {
    const vault = aVault();
    await apply(owner, desired, vault);
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

    await expect(apply(owner, desired, vault)).rejects.toThrow(
      'Nothing was written. auth-role svc-grade-api exists and policy svc-grade-api does not name this service as its owner',
    );
    expect(vault.writes).toBe(0);
  });

  it("refuses to overwrite another service's policy", async () => {
    const vault = aVault();
    await apply('component:default/other', desired, vault).catch(() => {});
    vault.objects.set('policy svc-grade-api', {
      kind: 'policy',
      text: '# service-secrets.io/owner: component:default/other\n',
    });
    const before = vault.writes;

    await expect(apply(owner, desired, vault)).rejects.toThrow(
      'policy svc-grade-api exists',
    );
    expect(vault.writes).toBe(before);
  });

  it('refuses before any write when the connection does not exist', async () => {
    const vault = new InMemoryProvisioner();

    await expect(apply(owner, desired, vault)).rejects.toThrow(
      'connection database/grade-api-db does not exist',
    );
    expect(vault.writes).toBe(0);
  });

  it.each([1, 2, 3, 4, 5, 6, 7])(
    'finishes on a rerun when write %i failed',
    async failAtWrite => {
      const vault = aVault();
      vault.failAtWrite = failAtWrite;

      await expect(apply(owner, desired, vault)).rejects.toThrow(
        'cannot be reached',
      );
      await apply(owner, desired, vault);

      const changes = await compare(owner, desired, vault);
      expect(changes.every(({ action }) => action === 'unchanged')).toBe(true);
    },
  );
});
