import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';

import { profileOf, serviceSpecs } from '../__testUtils__/serviceSpecs';
import {
  aFullServiceSpec,
  aServiceSpec,
  aStatementProfile,
} from '../testUtils/provisionBuilders';
import { manifestYaml } from './delivery';
import { planService } from './plan';

describe('planService', () => {
  it('writes policies first and auth roles last, so nobody can log in before everything stands', () => {
    const { vault } = planService(aServiceSpec(), aStatementProfile());

    expect(vault.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'policy svc-grade-api',
      'policy issuer-grade-api',
      'database-role svc-grade-api.read-write',
      'pki-role svc-grade-api',
      'auth-role svc-grade-api',
      'auth-role issuer-grade-api',
    ]);
  });

  it('gives pods and cert-manager an auth role each, because their tokens carry different audiences', () => {
    const { vault } = planService(aServiceSpec(), aStatementProfile());

    const audiences = vault.flatMap(object =>
      object.kind === 'auth-role' ? [object.fields.audience] : [],
    );
    expect(audiences).toEqual(['vault', 'vault://grade-api/grade-api-issuer']);
  });

  it('puts every credential of the pods behind one policy and one login', () => {
    const { vault, allowedRoles } = planService(
      aFullServiceSpec({ certificate: undefined }),
      aStatementProfile(),
    );

    expect(vault.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'policy svc-grade-api',
      'database-role svc-grade-api.read-write',
      'static-role svc-grade-api_reporting',
      'kv-placeholder services/grade-api/grade-api',
      'auth-role svc-grade-api',
    ]);
    expect(new Set(vault.map(({ anchor }) => anchor))).toEqual(
      new Set(['svc-grade-api']),
    );
    expect(allowedRoles.map(({ role }) => role)).toEqual([
      'svc-grade-api.read-write',
      'svc-grade-api_reporting',
    ]);
  });

  it.each([
    [300, 3600],
    [3600, 3600],
    [7200, 7200],
  ])(
    'gives pods with a lease of %i seconds a token that is renewed for ever and idles %i seconds',
    (defaultTtlSeconds, period) => {
      const spec = aServiceSpec();
      const database = spec.database && { ...spec.database, defaultTtlSeconds };
      const { vault } = planService({ ...spec, database }, aStatementProfile());

      const login = vault.find(
        ({ name, kind }) => name === 'svc-grade-api' && kind === 'auth-role',
      );
      expect(login).toMatchObject({
        fields: { token_period: period, token_ttl: period, token_max_ttl: 0 },
      });
    },
  );

  it('grants renewal with a lease only: a static password and a KV secret have none', () => {
    const { vault } = planService(
      aFullServiceSpec({ database: undefined, certificate: undefined }),
    );
    const [policy] = vault.flatMap(object =>
      object.kind === 'policy' ? [object.text] : [],
    );
    expect(policy)
      .toBe(`# service-secrets.io/owner: component:default/grade-api in production

# The password of the database user Vault rotates for this service.
path "database/static-creds/svc-grade-api_reporting" {
  capabilities = ["read"]
}

# The KV secret of this service.
path "kv/data/services/grade-api/grade-api" {
  capabilities = ["read"]
}

# Its versions.
path "kv/metadata/services/grade-api/grade-api" {
  capabilities = ["read"]
}
`);
  });

  it('refuses a profile of another engine, because its statements would fail at the first credential', () => {
    expect(() =>
      planService(aServiceSpec(), aStatementProfile({ engine: 'mysql' })),
    ).toThrow(
      'statement profile read-write is for mysql, and connection database/grade-api-db is postgresql',
    );
  });

  it('plans no certificate objects when only a database is asked for', () => {
    const { vault, manifests } = planService(
      aServiceSpec({ certificate: undefined }),
      aStatementProfile(),
    );

    expect(vault.map(({ kind }) => kind)).toEqual([
      'policy',
      'database-role',
      'auth-role',
    ]);
    expect(manifests.map(({ kind }) => kind)).toEqual([
      'ServiceAccount',
      'Deployment',
    ]);
  });

  it('refuses a profile that is not the one the spec names', () => {
    expect(() =>
      planService(aServiceSpec(), aStatementProfile({ id: 'migrate' })),
    ).toThrow('no statement profile read-write was given');
  });

  it('renders manifests that read back equal as YAML 1.1 and 1.2', () => {
    fc.assert(
      fc.property(serviceSpecs, spec => {
        const { manifests } = planService(spec, profileOf(spec));
        const text = manifestYaml(manifests);
        for (const version of ['1.1', '1.2'] as const) {
          const read = parseAllDocuments(text, { version }).map(document =>
            document.toJS(),
          );
          expect(read).toEqual(JSON.parse(JSON.stringify(manifests)));
        }
      }),
      { numRuns: 200 },
    );
  });
});
