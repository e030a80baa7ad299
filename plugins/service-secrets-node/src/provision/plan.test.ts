import { parse as parseHcl } from '@cdktf/hcl2json';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';

import {
  aServiceSpec,
  aStatementProfile,
} from '../testUtils/provisionBuilders';
import { manifestYaml } from './manifests';
import { planService } from './plan';
import { serviceSpecSchema } from './ServiceSpec';

const label = fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/);
const specs = fc
  .record({
    namespace: label,
    name: label,
    serviceAccount: label,
    replicas: fc.integer({ min: 0, max: 100 }),
    durationSeconds: fc.integer({ min: 3600, max: 90 * 24 * 3600 }),
    format: fc.constantFrom('env', 'json', 'yaml', 'properties', 'libpq-uri'),
  })
  .map(({ durationSeconds, format, ...rest }) => {
    const base = aServiceSpec();
    return serviceSpecSchema.parse({
      ...base,
      ...rest,
      database: { ...base.database, format },
      certificate: {
        ...base.certificate,
        durationSeconds,
        renewBeforeSeconds: 300,
        dnsNames: [`${rest.name}.${rest.namespace}.svc.cluster.local`],
      },
    });
  });

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

  it('grants exactly the intended paths in every generated policy, read back by an HCL parser', async () => {
    await fc.assert(
      fc.asyncProperty(specs, async spec => {
        const { vault } = planService(spec, aStatementProfile());
        for (const object of vault) {
          if (object.kind !== 'policy') continue;
          const { path } = await parseHcl('policy.hcl', object.text);
          const [[name, rules], ...others] = Object.entries(path);
          expect(others).toEqual([]);
          expect(name).toMatch(
            /^(database\/creds|pki_int\/sign)\/[a-z0-9.-]+$/,
          );
          expect(rules).toEqual([
            { capabilities: [name.startsWith('database') ? 'read' : 'update'] },
          ]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('renders manifests that read back equal as YAML 1.1 and 1.2', () => {
    fc.assert(
      fc.property(specs, spec => {
        const { manifests } = planService(spec, aStatementProfile());
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

describe('serviceSpecSchema', () => {
  const hostile = [
    '..',
    '../kube-system',
    'a/b',
    'x" { capabilities=["sudo"] } path "*',
    'public" TO "x"; ALTER ROLE a SUPERUSER; --',
    '{{identity.entity.name}}',
    '${{ secrets.token }}',
    'x" }}{{ env "HOME" }}',
    'x"\n vault.hashicorp.com/service: "https://evil.example',
    'a%2e%2e',
    'pаyments',
    'PAYMENTS',
    'a b',
    '',
    'x'.repeat(300),
    '*',
    'a,b',
  ];

  it.each(hostile)(
    'refuses %j in every name, so no path or text is built of it',
    value => {
      const base = aServiceSpec();
      for (const field of [
        'namespace',
        'name',
        'serviceAccount',
        'authMount',
        'audience',
        'image',
        'entityRef',
      ]) {
        // A path in a mount or an image is spelled with a slash: both allow it, neither allows dots to climb.
        if (
          value === 'a/b' &&
          ['authMount', 'audience', 'image'].includes(field)
        )
          continue;
        if (value === 'PAYMENTS' && field === 'image') continue;
        expect(
          serviceSpecSchema.safeParse({ ...base, [field]: value }).success,
        ).toBe(false);
      }
      for (const field of [
        'mount',
        'connection',
        'profile',
        'host',
        'database',
        'format',
      ]) {
        if (value === 'a/b' && field === 'mount') continue;
        const database = { ...base.database, [field]: value };
        expect(serviceSpecSchema.safeParse({ ...base, database }).success).toBe(
          false,
        );
      }
      const certificate = { ...base.certificate, dnsNames: [value] };
      expect(
        serviceSpecSchema.safeParse({ ...base, certificate }).success,
      ).toBe(false);
    },
  );

  it('refuses fields it does not know, so a misspelt one cannot be ignored', () => {
    const { success } = serviceSpecSchema.safeParse({
      ...aServiceSpec(),
      vaultAddress: 'https://evil.example',
    });
    expect(success).toBe(false);
  });

  it('refuses a max TTL below twice the default TTL, because agents would re-issue instead of renewing', () => {
    const base = aServiceSpec();
    const database = base.database && { ...base.database, maxTtlSeconds: 7000 };

    const { error } = serviceSpecSchema.safeParse({ ...base, database });

    expect(error?.issues[0]).toMatchObject({
      path: ['database', 'maxTtlSeconds'],
      message: 'must be at least twice defaultTtlSeconds',
    });
  });
});
