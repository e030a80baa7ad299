import {
  databaseEngines,
  deliveryMethods,
  formatProblem,
  secretFormats,
} from 'backstage-plugin-service-secrets-common';
import fc from 'fast-check';

import { ServiceSpec, serviceSpecSchema } from '../provision/ServiceSpec';
import { StatementProfile } from '../provision/StatementProfile';
import { ambiguousNames } from '../testUtils/injectionCorpus';
import { aFullServiceSpec } from '../testUtils/provisionBuilders';

const label = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,20}[a-z0-9])?$/),
  },
  { weight: 1, arbitrary: fc.constantFrom(...ambiguousNames) },
);
const vaultName = fc.stringMatching(
  /^[a-z0-9][a-z0-9_-]{0,20}(?:\.[a-z0-9]{1,8})?$/,
);
const mount = fc.stringMatching(
  /^[a-z0-9][a-z0-9_-]{0,10}(?:\/[a-z0-9]{1,6}){0,3}$/,
);

const database = fc
  .record({
    mount,
    connection: vaultName,
    engine: fc.constantFrom(...databaseEngines),
    profile: label,
    host: label,
    port: fc.integer({ min: 1, max: 65535 }),
    database: vaultName,
    defaultTtlSeconds: fc.integer({ min: 300, max: 86_400 }),
    factor: fc.integer({ min: 2, max: 20 }),
    format: fc.constantFrom(...secretFormats),
    sslMode: fc.constantFrom('disable', 'require', 'verify-ca', 'verify-full'),
  })
  .map(({ factor, ...rest }) => ({
    ...rest,
    maxTtlSeconds: Math.max(600, rest.defaultTtlSeconds * factor),
  }));

const staticRole = fc.record({
  mount,
  connection: vaultName,
  engine: fc.constantFrom('postgresql', 'mysql'),
  username: vaultName,
  rotationPeriodSeconds: fc.integer({ min: 3600, max: 90 * 86_400 }),
});

const certificate = fc
  .record({
    pkiMount: mount,
    dnsNames: fc.uniqueArray(
      fc.tuple(label, label).map(([a, b]) => `${a}.${b}.svc.cluster.local`),
      { minLength: 1, maxLength: 4 },
    ),
    durationSeconds: fc.integer({ min: 3600, max: 90 * 86_400 }),
    part: fc.integer({ min: 2, max: 11 }),
  })
  .map(({ part, ...rest }) => ({
    ...rest,
    renewBeforeSeconds: Math.floor(rest.durationSeconds / part),
  }));

/** Specs of every shape: any of the four needs, at least one, names YAML would misread among them. */
export const serviceSpecs: fc.Arbitrary<ServiceSpec> = fc
  .record({
    namespace: label,
    name: label,
    serviceAccount: label,
    authMount: mount,
    replicas: fc.integer({ min: 0, max: 100 }),
    image: fc.option(fc.constant('registry.example/app:1'), { nil: undefined }),
    delivery: fc.constantFrom(...deliveryMethods),
    database: fc.option(database, { nil: undefined }),
    staticRole: fc.option(staticRole, { nil: undefined }),
    certificate: fc.option(certificate, { nil: undefined }),
    kv: fc.option(fc.record({ mount, prefix: mount }), { nil: undefined }),
  })
  .filter(({ database: a, staticRole: b, certificate: c, kv: d }) =>
    [a, b, c, d].some(need => need !== undefined),
  )
  .filter(
    ({ database: wanted, delivery }) =>
      !wanted || formatProblem({ ...wanted, delivery }) === undefined,
  )
  .map(fields => serviceSpecSchema.parse({ ...aFullServiceSpec(), ...fields }));

/** The operator's profile a generated spec names, with statements worth losing. */
export function profileOf(spec: ServiceSpec): StatementProfile | undefined {
  return (
    spec.database && {
      id: spec.database.profile,
      engine: spec.database.engine,
      grants: 'read',
      creationStatements: [`CREATE ROLE "{{name}}" -- ${spec.name}`],
      revocationStatements: [`DROP ROLE "{{name}}" -- ${spec.name}`],
    }
  );
}
