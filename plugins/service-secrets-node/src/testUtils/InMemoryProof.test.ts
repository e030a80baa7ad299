import { InMemoryProof } from './InMemoryProof';
import { InMemoryProvisioner } from './InMemoryProvisioner';

const role = { mount: 'database', name: 'svc-a.read' };
const login = {
  authMount: 'kubernetes',
  authRole: 'svc-a',
  serviceAccountToken: 'jwt',
};

async function aVault(): Promise<InMemoryProvisioner> {
  const vault = new InMemoryProvisioner();
  const anchor = 'svc-a';
  await vault.write({
    kind: 'policy',
    name: 'svc-a',
    anchor,
    text: 'path "database/creds/svc-a.read" { capabilities = ["read"] }',
  });
  await vault.write({
    kind: 'auth-role',
    mount: 'kubernetes',
    name: 'svc-a',
    anchor,
    fields: { token_policies: ['svc-a'] },
  });
  await vault.write({ kind: 'database-role', anchor, fields: {}, ...role });
  return vault;
}

describe('InMemoryProof', () => {
  it('reads a credential along the whole path and takes its lease back with the token', async () => {
    const vault = await aVault();
    const proof = new InMemoryProof(vault);
    const token = await proof.logIn(login);

    const { leaseId } = await proof.readCredential(token, role);

    expect(await vault.leaseIds(role)).toEqual([leaseId]);
    await proof.revokeToken(token);
    expect(await vault.leaseIds(role)).toEqual([]);
    expect(proof.tokens.size).toBe(0);
  });

  it.each([
    ['auth-role kubernetes/svc-a', 'logIn'],
    ['policy svc-a', 'readCredential'],
  ])('is denied without %s', async missing => {
    const vault = await aVault();
    vault.objects.delete(missing);
    const proof = new InMemoryProof(vault);

    await expect(
      proof.logIn(login).then(token => proof.readCredential(token, role)),
    ).rejects.toMatchObject({ code: 'denied' });
  });
});
