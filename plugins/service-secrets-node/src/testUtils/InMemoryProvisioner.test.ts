import { provisionerContract } from '../testSupport/provisionerContract';
import { InMemoryProvisioner } from './InMemoryProvisioner';
import { KilledError } from './InterruptibleCalls';

const policy = {
  kind: 'policy',
  name: 'svc-a',
  anchor: 'svc-a',
  text: '# one',
} as const;

provisionerContract('InMemoryProvisioner', async () => {
  const vault = new InMemoryProvisioner();
  const key = 'database/app';
  vault.connections.set(key, ['kept-role', 'svc-contract_static']);
  vault.usernameTemplates.set(key, 'v-{{random 8}}');
  let count = 0;
  return {
    vault,
    mounts: {
      database: 'database',
      auth: 'kubernetes',
      pki: 'pki_int',
      kv: 'secret',
    },
    connection: 'app',
    staticUsername: 'app_static',
    connectionFields: async () => ({
      allowed_roles: vault.connections.get(key),
    }),
    getCredential: async role => {
      vault.leases.add(`database/creds/${role}/${++count}`);
    },
  };
});

describe('InMemoryProvisioner', () => {
  it('fails before the effect, or after it as when an answer is lost', async () => {
    const vault = new InMemoryProvisioner();
    vault.fail('write', 'denied');
    await expect(vault.write(policy)).rejects.toMatchObject({ code: 'denied' });
    expect(vault.objects.size).toBe(0);

    vault.calls.recover();
    vault.fail('write', 'timeout', 'after');
    await expect(vault.write(policy)).rejects.toMatchObject({
      code: 'timeout',
      retryable: true,
    });
    expect(vault.objects.size).toBe(1);
  });

  it.each(['before', 'after'] as const)(
    'kills the process %s the call it is told',
    async phase => {
      const vault = new InMemoryProvisioner();
      vault.calls.killNext(2, phase);
      await vault.read(policy);

      await expect(vault.write(policy)).rejects.toBeInstanceOf(KilledError);
      expect(vault.objects.size).toBe(phase === 'after' ? 1 : 0);
      await vault.remove(policy);
    },
  );

  it('tells a hook of each call twice and lets another writer in between', async () => {
    const vault = new InMemoryProvisioner();
    const seen: string[] = [];
    vault.calls.onCall = (method, ref, phase) => {
      seen.push(`${phase} ${method} ${ref}`);
      if (phase === 'before') {
        vault.objects.set('policy svc-a', { kind: 'policy', text: '# two' });
      }
    };

    expect(await vault.read(policy)).toMatchObject({ text: '# two' });
    expect(seen).toEqual([
      'before read policy svc-a',
      'after read policy svc-a',
    ]);
  });
});
