import type { RootConfigService } from '@backstage/backend-plugin-api';
import { readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import {
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

/** Addresses are origins: a path, a query or a user in them would end up in every request. */
function origin(protocols: readonly string[]) {
  return z.string().transform((value, context) => {
    const url = URL.canParse(value) ? new URL(value) : undefined;
    const plain =
      url !== undefined &&
      protocols.includes(url.protocol) &&
      `${url.pathname}${url.search}${url.hash}${url.username}${url.password}` ===
        '/';
    if (plain) return url.origin;
    context.addIssue({
      code: 'custom',
      message: `must be ${protocols
        .map(protocol => `${protocol}//host:port`)
        .join(' or ')} without a path, a query or a user`,
    });
    return z.NEVER;
  });
}

const text = z.string().trim().min(1, { error: 'must not be empty' });
const path = text.refine(value => value.startsWith('/'), {
  error: 'must be an absolute path of a file',
});

const appRole = z
  .strictObject({
    method: z.literal('appRole'),
    mount: name('mount').default('approle'),
    roleId: text,
    secretId: text.optional(),
    secretIdFile: path.optional(),
  })
  .refine(
    login =>
      (login.secretId === undefined) !== (login.secretIdFile === undefined),
    {
      error: 'needs exactly one of secretId and secretIdFile',
    },
  );

const loginSchema = z.discriminatedUnion('method', [
  z.strictObject({
    method: z.literal('kubernetes'),
    mount: name('mount').default('kubernetes'),
    role: name('vaultName'),
    tokenFile: path.default(
      '/var/run/secrets/kubernetes.io/serviceaccount/token',
    ),
  }),
  appRole,
  z.strictObject({ method: z.literal('token'), token: text }),
  z.strictObject({ method: z.literal('tokenFile'), tokenFile: path }),
]);

/** How we log in to Vault with one identity. */
export type LoginConfig = z.infer<typeof loginSchema>;

const instanceSchema = z.strictObject({
  name: name('configName'),
  address: origin(['https:', 'http:']),
  namespace: name('mount').optional(),
  caFile: path.optional(),
  mounts: z
    .strictObject({
      database: name('mount').default('database'),
      kubernetesAuth: name('mount').default('kubernetes'),
      pki: name('mount').default('pki'),
    })
    .prefault({}),
  reader: z.strictObject({ login: loginSchema }),
  operator: z.strictObject({ login: loginSchema }).optional(),
  limits: z
    .strictObject({
      concurrency: z.number().int().min(1).max(128).default(8),
      requestsPerSecond: z.number().min(1).max(1_000_000).default(200),
      /** Read again as a duration: see `readTimeout`. */
      timeout: z.unknown(),
    })
    .prefault({ timeout: undefined }),
});

const clusterSchema = z
  .strictObject({
    name: name('configName'),
    url: origin(['https:', 'http:']),
    caFile: path.optional(),
    caData: text.optional(),
    serviceAccountToken: text.optional(),
    serviceAccountTokenFile: path.optional(),
  })
  .refine(({ caFile, caData }) => !(caFile && caData), {
    error: 'has both caFile and caData; keep one',
  })
  .refine(
    cluster =>
      (cluster.serviceAccountToken === undefined) !==
      (cluster.serviceAccountTokenFile === undefined),
    {
      error:
        'needs exactly one of serviceAccountToken and serviceAccountTokenFile',
    },
  );

/** One Vault instance, validated; durations in milliseconds. */
export interface InstanceConfig
  extends Omit<z.infer<typeof instanceSchema>, 'limits'> {
  readonly limits: {
    readonly concurrency: number;
    readonly requestsPerSecond: number;
    readonly timeoutMs: number;
  };
}

/** One cluster, validated. */
export type ClusterConfig = z.infer<typeof clusterSchema>;

/** Every upstream the operator configured. */
export interface UpstreamConfig {
  readonly instances: readonly InstanceConfig[];
  readonly clusters: readonly ClusterConfig[];
}

const ROOT = 'serviceSecrets';
const DEFAULT_TIMEOUT_MS = 10_000;

/** What is wrong and where; never the value, which may be a secret. */
function fail(key: string, error: z.ZodError): never {
  const problems = error.issues.map(issue => {
    const at = issue.path
      .map(part =>
        typeof part === 'number' ? `[${part}]` : `.${String(part)}`,
      )
      .join('');
    return `${key}${at} ${issue.message.replace(
      /^Invalid input: /,
      'is invalid: ',
    )}`;
  });
  throw new InputError(`Invalid app-config: ${problems.join('; ')}`);
}

function parse<T>(schema: z.ZodType<T>, key: string, value: unknown): T {
  const result = schema.safeParse(value);
  return result.success ? result.data : fail(key, result.error);
}

function parseList<T extends { readonly name: string }>(
  schema: z.ZodType<T>,
  key: string,
  value: unknown,
): T[] {
  const items = parse(z.array(schema), key, value ?? []);
  const twice = items.find(
    (item, index) => items.findIndex(other => other.name === item.name) < index,
  );
  if (twice)
    throw new InputError(
      `Invalid app-config: ${key} names ${twice.name} twice`,
    );
  return items;
}

function readTimeout(config: RootConfigService, index: number): number {
  const limits = config
    .getOptionalConfigArray(`${ROOT}.instances`)
    ?.[index]?.getOptionalConfig('limits');
  if (!limits?.has('timeout')) return DEFAULT_TIMEOUT_MS;
  const ms = durationToMilliseconds(
    readDurationFromConfig(limits, { key: 'timeout' }),
  );
  if (ms >= 100 && ms <= 120_000) return ms;
  throw new InputError(
    `Invalid app-config: ${ROOT}.instances[${index}].limits.timeout must be between 100ms and 2m`,
  );
}

/** The keys of a cluster of the Backstage Kubernetes plugin that we understand. */
const locatorSchema = z.object({
  name: z.string(),
  url: z.string(),
  caFile: z.string().optional(),
  caData: z.string().optional(),
  authProvider: z.string().optional(),
  serviceAccountToken: z.string().optional(),
  skipTLSVerify: z.boolean().optional(),
});

function fromKubernetesPlugin(config: RootConfigService): ClusterConfig[] {
  const key = 'kubernetes.clusterLocatorMethods';
  const methods = parse(
    z.array(
      z.looseObject({
        type: z.string(),
        clusters: z.array(locatorSchema).optional(),
      }),
    ),
    key,
    config.getOptional(key) ?? [],
  );
  const taken = methods
    .filter(({ type }) => type === 'config')
    .flatMap(({ clusters }) => clusters ?? []);
  return taken.map(cluster => {
    if (cluster.skipTLSVerify) {
      throw new InputError(
        `Invalid app-config: ${key}: cluster ${cluster.name} has skipTLSVerify, which is not supported; give it a caData or caFile`,
      );
    }
    const {
      name: clusterName,
      url,
      caFile,
      caData,
      serviceAccountToken,
    } = cluster;
    const own = serviceAccountToken
      ? { serviceAccountToken }
      : {
          serviceAccountTokenFile:
            '/var/run/secrets/kubernetes.io/serviceaccount/token',
        };
    const ca = caFile ? { caFile } : { caData };
    return parse(clusterSchema, `${key}: cluster ${clusterName}`, {
      name: clusterName,
      url: url.replace(/\/$/, ''),
      ...ca,
      ...own,
    });
  });
}

function readClusters(config: RootConfigService): ClusterConfig[] {
  const from = config.getOptional(`${ROOT}.clustersFrom`);
  if (from === undefined) {
    const key = `${ROOT}.clusters`;
    return parseList(clusterSchema, key, config.getOptional(key));
  }
  parse(z.literal('kubernetes'), `${ROOT}.clustersFrom`, from);
  if (config.has(`${ROOT}.clusters`)) {
    throw new InputError(
      `Invalid app-config: ${ROOT}.clusters and ${ROOT}.clustersFrom exclude each other`,
    );
  }
  return fromKubernetesPlugin(config);
}

/** Reads and checks which Vaults and clusters there are. Nobody else reads these keys. */
export function readUpstreamConfig(config: RootConfigService): UpstreamConfig {
  const key = `${ROOT}.instances`;
  const instances = parseList(instanceSchema, key, config.getOptional(key));
  return {
    instances: instances.map(({ limits, ...instance }, index) => ({
      ...instance,
      limits: {
        concurrency: limits.concurrency,
        requestsPerSecond: limits.requestsPerSecond,
        timeoutMs: readTimeout(config, index),
      },
    })),
    clusters: readClusters(config),
  };
}
