import {
  InMemoryProvisioner,
  objectKey,
} from '../testUtils/InMemoryProvisioner';
import {
  aFullServiceSpec,
  aStatementProfile,
} from '../testUtils/provisionBuilders';
import { apply, compare } from './apply';
import { DesiredFields, DesiredObject } from './DesiredState';
import { planService } from './plan';

const spec = aFullServiceSpec();
const desired = planService(spec, aStatementProfile());

/** A service as it was provisioned, with one field that somebody set since. */
async function changed(kind: DesiredObject['kind'], fields: DesiredFields) {
  const vault = new InMemoryProvisioner();
  vault.connections.set('database/grade-api-db', []);
  await apply(spec, desired, { vault });
  const object = desired.vault.find(each => each.kind === kind);
  const actual = object && vault.objects.get(objectKey(object));
  if (!object || !actual || actual.kind === 'policy') {
    throw new Error(`the plan has a ${kind}`);
  }
  vault.objects.set(objectKey(object), {
    ...actual,
    fields: { ...actual.fields, ...fields },
  });
  return { vault, object };
}

describe('a field somebody changed in Vault', () => {
  it.each<[DesiredObject['kind'], DesiredFields]>([
    // Everybody in those namespaces could log in as the service.
    [
      'auth-role',
      { bound_service_account_namespace_selector: '{"matchLabels":{}}' },
    ],
    ['auth-role', { bound_service_account_namespaces: ['*'] }],
    ['auth-role', { token_policies: ['admin', 'svc-grade-api'] }],
    // Vault replaces a PKI role as a whole, so a write would change these unseen.
    ['pki-role', { issuer_ref: 'another-authority' }],
    ['pki-role', { code_signing_flag: true }],
    ['pki-role', { email_protection_flag: true }],
    ['pki-role', { ext_key_usage: ['OCSPSigning'] }],
    ['pki-role', { key_usage: ['CertSign'] }],
    ['pki-role', { organization: ['Somebody'] }],
    ['pki-role', { ou: ['Elsewhere'] }],
    ['pki-role', { use_csr_sans: false }],
    ['pki-role', { no_store: true }],
    ['pki-role', { allow_any_name: true }],
    ['database-role', { max_ttl: 999_999 }],
    ['database-role', { creation_statements: ['ALTER ROLE x SUPERUSER'] }],
  ])(
    'of a %s shows in the plan and goes with the next apply: %j',
    async (kind, fields) => {
      const { vault, object } = await changed(kind, fields);
      const [field] = Object.keys(fields);

      const changes = await compare(spec, desired, vault);
      const updates = changes.filter(({ action }) => action === 'update');
      expect(updates).toEqual([
        expect.objectContaining({
          object,
          fields: [expect.objectContaining({ field })],
        }),
      ]);
      await apply(spec, desired, { vault });

      const after = await compare(spec, desired, vault);
      expect(after.map(({ action }) => action)).not.toContain('update');
    },
  );

  it('that the server does not have is no difference: older ones know no namespace selector', async () => {
    const vault = new InMemoryProvisioner();
    vault.connections.set('database/grade-api-db', []);
    await apply(spec, desired, { vault });
    for (const [key, object] of vault.objects) {
      if (object.kind !== 'auth-role') continue;
      const { bound_service_account_namespace_selector: _, ...fields } =
        object.fields;
      vault.objects.set(key, { ...object, fields });
    }

    const changes = await compare(spec, desired, vault);
    expect(changes.map(({ action }) => action)).not.toContain('update');
  });
});
