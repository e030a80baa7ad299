import { parse as parseHcl } from '@cdktf/hcl2json';
import { isName } from 'backstage-plugin-service-secrets-common';
import fc from 'fast-check';

import { profileOf, serviceSpecs } from '../__testUtils__/serviceSpecs';
import { DesiredFields, DesiredObject } from './DesiredState';
import { desiredDigest } from './digest';
import { planService } from './plan';
import { ServiceSpec } from './ServiceSpec';

jest.setTimeout(180_000);

const OWNER =
  '# service-secrets.io/owner: component:default/grade-api in production\n';

/** Written out again, apart from the code under test. */
function namesOf({ namespace, name }: ServiceSpec) {
  const service = namespace === name ? name : `${namespace}.${name}`;
  return { pods: `svc-${service}`, issuer: `issuer-${service}` };
}

function expectedPolicies(spec: ServiceSpec): Record<string, object> {
  const { pods, issuer } = namesOf(spec);
  const { database, staticRole, kv, certificate, delivery } = spec;
  const { namespace, name } = spec;
  const forPods = {
    ...(database && {
      [`${database.mount}/creds/${pods}.${database.profile}`]: ['read'],
      'sys/leases/renew': ['update'],
      ...(delivery === 'vso' && { 'sys/leases/revoke': ['update'] }),
    }),
    ...(staticRole && {
      [`${staticRole.mount}/static-creds/${pods}_${staticRole.username}`]: [
        'read',
      ],
    }),
    ...(kv && {
      [`${kv.mount}/data/${kv.prefix}/${namespace}/${name}`]: ['read'],
      [`${kv.mount}/metadata/${kv.prefix}/${namespace}/${name}`]: ['read'],
    }),
  };
  return {
    ...(Object.keys(forPods).length > 0 && { [pods]: forPods }),
    ...(certificate && {
      [issuer]: { [`${certificate.pkiMount}/sign/${pods}`]: ['update'] },
    }),
  };
}

/** Paths and their capabilities; undefined when the text holds anything else. */
async function readPolicy(
  text: string,
): Promise<Record<string, unknown> | undefined> {
  const { path, ...others } = await parseHcl('policy.hcl', text);
  const entries = Object.entries<Record<string, unknown>[]>(path);
  const isPlain = entries.every(
    ([, rules]) =>
      rules.length === 1 && Object.keys(rules[0]).join() === 'capabilities',
  );
  if (Object.keys(others).length > 0 || !isPlain) return undefined;
  return Object.fromEntries(
    entries.map(([key, rules]) => [key, rules[0].capabilities]),
  );
}

function login(spec: ServiceSpec, fields: DesiredFields): DesiredFields {
  return {
    bound_service_account_names: [spec.serviceAccount],
    bound_service_account_namespaces: [spec.namespace],
    bound_service_account_namespace_selector: '',
    token_type: 'default',
    token_num_uses: 0,
    token_explicit_max_ttl: 0,
    token_no_default_policy: false,
    ...fields,
  };
}

function databaseRoles(spec: ServiceSpec): Record<string, DesiredFields> {
  const { pods } = namesOf(spec);
  const { database, staticRole } = spec;
  return {
    ...(database && {
      [`database-role ${database.mount} ${pods}.${database.profile}`]: {
        db_name: database.connection,
        creation_statements: profileOf(spec)?.creationStatements ?? [],
        revocation_statements: profileOf(spec)?.revocationStatements ?? [],
        renew_statements: [],
        default_ttl: database.defaultTtlSeconds,
        max_ttl: database.maxTtlSeconds,
      },
    }),
    ...(staticRole && {
      [`static-role ${staticRole.mount} ${pods}_${staticRole.username}`]: {
        db_name: staticRole.connection,
        username: staticRole.username,
        rotation_period: staticRole.rotationPeriodSeconds,
      },
    }),
  };
}

function authRoles(spec: ServiceSpec): Record<string, DesiredFields> {
  const { pods, issuer } = namesOf(spec);
  const { database, staticRole, kv, certificate, authMount } = spec;
  const period = Math.max(3600, database?.defaultTtlSeconds ?? 0);
  return {
    ...((database || staticRole || kv) && {
      [`auth-role ${authMount} ${pods}`]: login(spec, {
        audience: spec.audience,
        token_policies: [pods],
        token_ttl: period,
        token_max_ttl: 0,
        token_period: period,
      }),
    }),
    ...(certificate && {
      [`auth-role ${authMount} ${issuer}`]: login(spec, {
        audience: `vault://${spec.namespace}/${spec.name}-issuer`,
        token_policies: [issuer],
        token_ttl: 300,
        token_max_ttl: 300,
        token_period: 0,
      }),
    }),
  };
}

function otherRoles(spec: ServiceSpec): Record<string, unknown> {
  const { pods } = namesOf(spec);
  const { kv, certificate, namespace, name } = spec;
  return {
    ...(kv && {
      [`kv-placeholder ${kv.mount} ${kv.prefix}/${namespace}/${name}`]: {
        'custom_metadata.service-secrets.io/owner': `${spec.entityRef} in ${spec.environment}`,
      },
    }),
    ...(certificate && {
      [`pki-role ${certificate.pkiMount} ${pods}`]: expect.objectContaining({
        allowed_domains: [...certificate.dnsNames].sort(),
        allow_bare_domains: true,
        allow_subdomains: false,
        allow_glob_domains: false,
        allow_wildcard_certificates: false,
        allow_any_name: false,
        allow_localhost: false,
        allow_ip_sans: false,
        allowed_domains_template: false,
        allowed_uri_sans: [],
        allowed_other_sans: [],
        max_ttl: certificate.durationSeconds,
      }),
    }),
  };
}

function rolesOf(objects: readonly DesiredObject[]) {
  return Object.fromEntries(
    objects.flatMap(object =>
      object.kind === 'policy'
        ? []
        : [[`${object.kind} ${object.mount} ${object.name}`, object.fields]],
    ),
  );
}

describe('planService on generated specs', () => {
  it('grants exactly the intended paths and capabilities, read back by an HCL parser', async () => {
    await fc.assert(
      fc.asyncProperty(serviceSpecs, async spec => {
        const { vault } = planService(spec, profileOf(spec));
        const policies = vault.flatMap(object =>
          object.kind === 'policy' ? [object] : [],
        );
        const read: Record<string, unknown> = {};
        for (const { name, text } of policies) {
          read[name] = await readPolicy(text);
        }
        const texts = policies.map(({ text }) => text);
        expect({
          read,
          tooWide: texts.filter(text => /[*+]|sudo|\{\{|deny/.test(text)),
          unmarked: texts.filter(text => !text.startsWith(OWNER)),
        }).toEqual({
          read: expectedPolicies(spec),
          tooWide: [],
          unmarked: [],
        });
      }),
      // The parser is WebAssembly and takes longer than all the rest.
      { numRuns: 2_000 },
    );
  });

  it('gives every role exactly the fields that were meant', () => {
    fc.assert(
      fc.property(serviceSpecs, spec => {
        const { vault, allowedRoles } = planService(spec, profileOf(spec));
        expect(rolesOf(vault)).toEqual({
          ...databaseRoles(spec),
          ...authRoles(spec),
          ...otherRoles(spec),
        });
        expect(
          allowedRoles.map(({ mount, role }) => `${mount} ${role}`).sort(),
        ).toEqual(
          Object.keys(databaseRoles(spec))
            .map(key => key.split(' ').slice(1).join(' '))
            .sort(),
        );
      }),
      { numRuns: 7_000 },
    );
  });

  it('answers the same plan and digest each time, names only what Vault paths may hold, and anchors each role in a policy of the plan', () => {
    fc.assert(
      fc.property(serviceSpecs, spec => {
        const first = planService(spec, profileOf(spec));
        const second = planService({ ...spec }, profileOf(spec));
        expect(second).toEqual(first);
        expect(desiredDigest(second)).toBe(desiredDigest(first));
        const anchors = first.vault.flatMap(({ kind, name }) =>
          kind === 'policy' ? [name] : [],
        );
        const parts = first.vault.flatMap(({ kind, name }) =>
          kind === 'kv-placeholder' ? name.split('/') : [name],
        );
        expect({
          adrift: first.vault.filter(({ anchor }) => !anchors.includes(anchor)),
          unsafe: parts.filter(part => !isName('vaultName', part)),
        }).toEqual({ adrift: [], unsafe: [] });
      }),
      { numRuns: 1_000 },
    );
  });
});
