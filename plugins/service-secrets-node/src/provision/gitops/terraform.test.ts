import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describeIf, hasProgram } from '../../testSupport/hasProgram';
import {
  aFullServiceSpec,
  aStatementProfile,
} from '../../testUtils/provisionBuilders';
import { planService } from '../plan';
import { terraformFiles } from './terraform';
import { literalValue } from './terraformText';

const spec = aFullServiceSpec({ delivery: 'vso' });
const desired = planService(
  spec,
  aStatementProfile({
    creationStatements: [
      `CREATE ROLE "{{name}}" PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'; -- \${x} %{y} $\${z} "q" \\n`,
    ],
  }),
);

/** Arguments of the provider hashicorp/vault 5.11, as its documentation lists them: those we may use. */
const providerArguments: Record<string, readonly string[]> = {
  vault_policy: ['name', 'policy'],
  vault_kubernetes_auth_backend_role: [
    'backend',
    'role_name',
    'bound_service_account_names',
    'bound_service_account_namespaces',
    'audience',
    'alias_name_source',
    'token_ttl',
    'token_max_ttl',
    'token_period',
    'token_policies',
    'token_explicit_max_ttl',
    'token_no_default_policy',
    'token_num_uses',
    'token_type',
    'depends_on',
  ],
  vault_database_secret_backend_role: [
    'backend',
    'name',
    'db_name',
    'creation_statements',
    'revocation_statements',
    'rollback_statements',
    'renew_statements',
    'default_ttl',
    'max_ttl',
  ],
  vault_database_secret_backend_static_role: [
    'backend',
    'name',
    'db_name',
    'username',
    'rotation_period',
    'rotation_statements',
  ],
  vault_pki_secret_backend_role: [
    'backend',
    'name',
    'max_ttl',
    'allow_localhost',
    'allowed_domains',
    'allowed_domains_template',
    'allow_bare_domains',
    'allow_subdomains',
    'allow_glob_domains',
    'allow_any_name',
    'enforce_hostnames',
    'allow_ip_sans',
    'allowed_uri_sans',
    'allowed_other_sans',
    'allow_wildcard_certificates',
    'issuer_ref',
    'server_flag',
    'client_flag',
    'code_signing_flag',
    'email_protection_flag',
    'organization',
    'ou',
    'key_type',
    'key_bits',
    'key_usage',
    'ext_key_usage',
    'require_cn',
    'use_csr_common_name',
    'use_csr_sans',
    'no_store',
    'generate_lease',
    'ttl',
  ],
  vault_generic_endpoint: ['path', 'data_json', 'ignore_absent_fields'],
  kubernetes_manifest: ['manifest'],
};

function contentOf(name: string): string {
  const file = terraformFiles(spec, desired).find(
    ({ path }) => path === `terraform/${name}`,
  );
  return file?.content ?? '';
}

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'service-secrets-terraform-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function terraform(folder: string, ...args: string[]) {
  return spawnSync('terraform', args, { cwd: folder, encoding: 'utf8' });
}

const whereTerraformIs = describeIf(hasProgram('terraform', 'version'));
/** A folder of provider binaries, as `terraform providers mirror` fills it. */
const { SERVICE_SECRETS_TERRAFORM_PROVIDERS: providers } = process.env;
const whereProvidersAre = describeIf(providers !== undefined);

describe('terraformFiles', () => {
  it('uses only arguments the documentation of the provider lists (its schema is not at hand here)', () => {
    for (const name of ['vault.tf.json', 'kubernetes.tf.json']) {
      const { resource } = JSON.parse(contentOf(name));
      for (const [type, resources] of Object.entries<Record<string, object>>(
        resource,
      )) {
        for (const body of Object.values<object>(resources)) {
          expect(providerArguments[type]).toEqual(
            expect.arrayContaining(Object.keys(body)),
          );
        }
      }
    }
  });

  it('has a resource for every object of the plan', () => {
    const { resource } = JSON.parse(contentOf('vault.tf.json'));
    const count = Object.values<object>(resource).flatMap(Object.keys).length;

    expect(count).toBe(desired.vault.length);
  });

  it('makes logins last, when all they give access to stands', () => {
    const { resource } = JSON.parse(contentOf('vault.tf.json'));
    const [login] = Object.values<{ depends_on: string[] }>(
      resource.vault_kubernetes_auth_backend_role,
    );

    expect(login.depends_on).toHaveLength(
      desired.vault.filter(({ kind }) => kind !== 'auth-role').length,
    );
  });

  it('tells the owner of the connection which roles it must allow, and how to import what exists', () => {
    const text = contentOf('README.md');

    expect(text).toContain(
      '`database/config/grade-api-db` must add `svc-grade-api.read-write` to its `allowed_roles`',
    );
    expect(text).toContain(
      'to = vault_database_secret_backend_role.svc-grade-api-read-write\n  id = "database/roles/svc-grade-api.read-write"',
    );
  });
});

whereTerraformIs('terraformFiles, where terraform is installed', () => {
  it('is read by a real terraform as exactly the texts of the plan (outputs of a configuration without providers)', () => {
    const texts = { vault: desired.vault, manifests: desired.manifests };

    const read = inFolder(folder => {
      writeFileSync(
        join(folder, 'main.tf.json'),
        JSON.stringify({ output: { texts: { value: literalValue(texts) } } }),
      );
      expect(terraform(folder, 'init', '-no-color').status).toBe(0);
      const applied = terraform(folder, 'apply', '-auto-approve', '-no-color');
      expect({ status: applied.status, said: applied.stderr }).toMatchObject({
        status: 0,
      });
      return execFileSync('terraform', ['output', '-json', 'texts'], {
        cwd: folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    });

    expect(JSON.parse(read)).toEqual(JSON.parse(JSON.stringify(texts)));
  }, 60_000);
});

whereProvidersAre(
  'terraformFiles, where SERVICE_SECRETS_TERRAFORM_PROVIDERS names a folder of providers',
  () => {
    it('passes terraform validate with the real schemas', () => {
      inFolder(folder => {
        for (const { path, content } of terraformFiles(spec, desired)) {
          writeFileSync(join(folder, path.replace('terraform/', '')), content);
        }
        const init = terraform(folder, 'init', `-plugin-dir=${providers}`);
        expect({ status: init.status, said: init.stderr }).toMatchObject({
          status: 0,
        });
        const validated = terraform(folder, 'validate', '-json');
        expect(JSON.parse(validated.stdout)).toMatchObject({ valid: true });
      });
    }, 120_000);
  },
);
