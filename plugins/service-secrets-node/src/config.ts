import type { RootConfigService } from '@backstage/backend-plugin-api';
import { readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { z } from 'zod';

import { parse } from './configFields';
import {
  ClusterConfig,
  clusterSchema,
  clustersOfKubernetesPlugin,
} from './kubernetes/clusterConfig';
import { InstanceConfig, instanceSchema } from './vault/instanceConfig';

export type { ClusterConfig } from './kubernetes/clusterConfig';
export type { InstanceConfig, LoginConfig } from './vault/instanceConfig';

/** Every upstream the operator configured. */
export interface UpstreamConfig {
  readonly instances: readonly InstanceConfig[];
  readonly clusters: readonly ClusterConfig[];
}

const ROOT = 'serviceSecrets';
const DEFAULT_TIMEOUT_MS = 10_000;

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
  return clustersOfKubernetesPlugin(config);
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
