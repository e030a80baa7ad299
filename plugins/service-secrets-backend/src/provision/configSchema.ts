import { ConfigReader, readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds } from '@backstage/types';
import {
  databaseEngines,
  deliveryMethods,
  describeName,
  isName,
  NameKind,
} from 'backstage-plugin-service-secrets-common';
import { z } from 'zod';

function name(kind: NameKind) {
  return z.string().refine(value => isName(kind, value), {
    error: `must be ${describeName(kind)}`,
  });
}

/** A name, or the beginning of one followed by `*`; a lone `*` would switch the guard rail off. */
function pattern(kind: NameKind) {
  return z.string().refine(
    value => {
      const begins = value.endsWith('*') && value.length > 1;
      return isName(kind, begins ? `${value.slice(0, -1)}a` : value);
    },
    { error: "is neither a name nor a name's beginning followed by '*'" },
  );
}

/** Values filled in from the environment arrive as text. */
const flag = z.preprocess(
  value => (value === 'true' || value === 'false' ? value === 'true' : value),
  z.boolean(),
);

const seconds = z.unknown().transform((value, context) => {
  try {
    const config = new ConfigReader({
      value: JSON.parse(JSON.stringify(value)),
    });
    const duration = readDurationFromConfig(config, { key: 'value' });
    const result = Math.floor(durationToMilliseconds(duration) / 1000);
    if (result > 0) return result;
  } catch {
    // Its message would tell a key of the throw-away reader.
  }
  context.addIssue({
    code: 'custom',
    message: "is no duration, such as '24h' or { days: 30 }",
  });
  return z.NEVER;
});

const database = z.strictObject({
  id: name('configName'),
  title: z.string().min(1).max(100),
  engine: z.enum(databaseEngines).default('postgresql'),
  mount: name('mount').optional(),
  connection: name('vaultName'),
  host: name('objectName'),
  port: z.coerce.number().int().min(1).max(65535),
  database: name('vaultName'),
  sslMode: z
    .enum(['disable', 'require', 'verify-ca', 'verify-full'])
    .default('verify-full'),
  caFile: z.string().min(1).optional(),
  profiles: z.array(name('configName')).default([]),
  staticUsernames: z.array(pattern('vaultName')).default([]),
});

const domain = name('objectName');

const certificate = z.strictObject({
  id: name('configName'),
  title: z.string().min(1).max(100),
  mount: name('mount').optional(),
  domains: z.array(domain).default([]),
  dnsNames: z.array(domain).default([]),
  maxDuration: seconds,
});

const offer = z.strictObject({
  owners: z.array(z.string().min(1)).min(1),
  environments: z.array(name('configName')).min(1).optional(),
  namespaces: z.array(pattern('label')).min(1),
  authMount: name('mount').optional(),
  audience: z
    .string()
    .regex(/^[a-z0-9][a-z0-9:/._-]{0,99}$/, 'is no audience')
    .default('vault'),
  vaultServer: z
    .string()
    .regex(
      /^https?:\/\/[a-z0-9.[\]:-]+$/,
      'must be scheme, host and port only, such as https://vault.example:8200',
    ),
  vaultCaFile: z.string().min(1).optional(),
  deliveryMethods: z
    .array(z.enum(deliveryMethods))
    .min(1)
    .default(['agent-injector']),
  maxTtl: seconds,
  databases: z.array(database).default([]),
  certificates: z.array(certificate).default([]),
  kv: z
    .strictObject({ mount: name('mount'), prefix: name('mount') })
    .optional(),
});

/** `serviceSecrets.provision` as it is written; the statement profiles have a reader of their own. */
export const provisionConfigSchema = z.strictObject({
  mode: z.enum(['plan-only', 'apply']).default('plan-only'),
  applyManifests: flag.default(false),
  createNamespaces: flag.default(false),
  reservedNamespaces: z.array(pattern('label')).default([]),
  statementProfiles: z.unknown().optional(),
  offers: z.array(offer).default([]),
});

/** An offer as it is written. */
export type WrittenOffer = z.infer<typeof offer>;
