import { vaultContract } from '../testSupport/vaultContract';
import {
  aConnection,
  aDatabaseRole,
  aLease,
  anAuthRole,
  aPolicy,
} from './builders';
import { InMemoryVault } from './InMemoryVault';

function aVault(): InMemoryVault {
  return new InMemoryVault({
    mountLimits: {
      database: { defaultTtlSeconds: 3600, maxTtlSeconds: 86_400 },
    },
    databaseRoles: { 'database/grade-api-role': aDatabaseRole() },
    connections: { 'database/postgres': aConnection() },
    authRoles: { 'kubernetes/grade-api': anAuthRole() },
    policies: { 'grade-api': aPolicy() },
    leases: ['one', 'two', 'three'].map(id =>
      aLease({ id: `database/creds/grade-api-role/${id}` }),
    ),
  });
}

vaultContract('InMemoryVault', async () => ({
  vault: aVault(),
  role: { mount: 'database', name: 'grade-api-role' },
  authRole: { mount: 'kubernetes', name: 'grade-api' },
  policy: 'grade-api',
}));

describe('InMemoryVault', () => {
  it('fails as told and names the missing rule as the adapter does', async () => {
    const vault = aVault();
    vault.fail('policy', 'denied');

    await expect(vault.policy('grade-api')).rejects.toMatchObject({
      code: 'denied',
      missingRule:
        'path "sys/policies/acl/grade-api" { capabilities = ["read"] }',
    });
    expect(vault.calls.count('policy')).toBe(1);
  });
});
