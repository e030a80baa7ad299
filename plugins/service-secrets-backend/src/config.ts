import { RootConfigService } from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import {
  describeName,
  isName,
  NameKind,
} from 'backstage-plugin-service-secrets-common';

import { defaultThresholds, Thresholds } from './assess/thresholds';
import {
  BindingConfig,
  BindingRule,
  EnvironmentConfig,
} from './bind/EnvironmentBinding';

/** Who may read a report of a service they can see in the catalog. */
export interface AccessConfig {
  /** `owners`: owners and platform groups. `catalog`: everyone who sees the entity. */
  readonly reports: 'owners' | 'catalog';
  /** Entity refs whose members read every report. */
  readonly platformGroups: readonly string[];
}

/** The plugin's part of `serviceSecrets`, validated and with defaults. */
export interface ServiceSecretsConfig {
  readonly environments: readonly EnvironmentConfig[];
  readonly bindings: BindingConfig;
  readonly thresholds: Thresholds;
  readonly cache: { readonly reportMs: number; readonly staleMs: number };
  readonly deadlineMs: number;
  readonly access: AccessConfig;
  /** Makes lease handles the same on every replica; random per process without it. */
  readonly handleKey?: string;
}

const SECOND = 1000;

function milliseconds(
  config: Config | undefined,
  key: string,
  fallback: number,
): number {
  const name = key.slice(key.lastIndexOf('.') + 1);
  if (!config?.has(name)) return fallback;
  try {
    const duration = readDurationFromConfig(config, { key: name });
    const value = durationToMilliseconds(duration);
    if (value >= 0) return value;
  } catch {
    // Its message would tell the key without the way to it.
  }
  throw new InputError(
    `serviceSecrets.${key} is no duration, such as '15s' or { minutes: 5 }`,
  );
}

function fraction(
  config: Config | undefined,
  key: string,
  fallback: number,
): number {
  const value = config?.getOptionalNumber(key) ?? fallback;
  if (value <= 0 || value >= 1) {
    throw new InputError(
      `serviceSecrets.thresholds.${key} is ${value}; it must lie between 0 and 1`,
    );
  }
  return value;
}

function named(config: Config, key: string, where: string): string {
  const value = config.getString(key);
  if (!isName('configName', value)) {
    throw new InputError(
      `${where}.${key} must be ${describeName('configName')}`,
    );
  }
  return value;
}

function readEnvironments(config: Config | undefined): EnvironmentConfig[] {
  const environments = (
    config?.getOptionalConfigArray('environments') ?? []
  ).map((entry, index) => {
    const where = `serviceSecrets.environments[${index}]`;
    return {
      name: named(entry, 'name', where),
      instance: named(entry, 'instance', where),
      cluster: named(entry, 'cluster', where),
    };
  });
  const names = environments.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new InputError(`serviceSecrets.environments names '${twice}' twice`);
  }
  return environments;
}

/** A name, or a prefix of one followed by `*`; for roles also with its mount. */
function isPattern(kind: NameKind, value: string): boolean {
  const slash = kind === 'vaultName' ? value.lastIndexOf('/') : -1;
  const mount = slash < 0 ? undefined : value.slice(0, slash);
  const name = value.slice(slash + 1);
  // A prefix such as `grade-` is no name by itself; with a letter in place of the star it must be one.
  const sample =
    name.endsWith('*') && name.length > 1 ? `${name.slice(0, -1)}a` : name;
  return (
    isName(kind, sample) && (mount === undefined || isName('mount', mount))
  );
}

function patterns(
  rule: Config,
  key: string,
  { kind, where }: { kind: NameKind; where: string },
): string[] {
  const values = rule.getOptionalStringArray(key) ?? [];
  const wrong = values.find(value => !isPattern(kind, value));
  if (wrong !== undefined) {
    throw new InputError(
      `${where}.${key}: '${wrong}' is neither a name nor a name's beginning followed by '*'`,
    );
  }
  return values;
}

function entityRefs(config: Config | undefined, key: string): string[] {
  return (config?.getOptionalStringArray(key) ?? []).map(ref =>
    stringifyEntityRef(
      parseEntityRef(ref, {
        defaultKind: 'group',
        defaultNamespace: 'default',
      }),
    ).toLocaleLowerCase('en-US'),
  );
}

function readRule(rule: Config, index: number): BindingRule {
  const where = `serviceSecrets.bindings.rules[${index}]`;
  const owners = entityRefs(rule, 'owners');
  if (owners.length === 0) throw new InputError(`${where}.owners is empty`);
  const vaultName = { kind: 'vaultName', where } as const;
  return {
    owners,
    environments: rule.getOptionalStringArray('environments'),
    namespaces: patterns(rule, 'namespaces', { kind: 'label', where }),
    authRoles: patterns(rule, 'authRoles', vaultName),
    databaseRoles: patterns(rule, 'databaseRoles', vaultName),
    staticRoles: patterns(rule, 'staticRoles', vaultName),
  };
}

function readThresholds(config: Config | undefined): Thresholds {
  const d = defaultThresholds;
  return {
    ...d,
    certificateExpiresSoonMs: milliseconds(
      config,
      'thresholds.certificateExpiresSoon',
      d.certificateExpiresSoonMs,
    ),
    caExpiresSoonMs: milliseconds(
      config,
      'thresholds.caExpiresSoon',
      d.caExpiresSoonMs,
    ),
    leaseExpiring: fraction(config, 'leaseExpiring', d.leaseExpiring),
  };
}

function readAccess(config: Config | undefined): AccessConfig {
  const reports = config?.getOptionalString('reports') ?? 'owners';
  if (reports !== 'owners' && reports !== 'catalog') {
    throw new InputError(
      `serviceSecrets.access.reports is '${reports}'; it must be 'owners' or 'catalog'`,
    );
  }
  return { reports, platformGroups: entityRefs(config, 'platformGroups') };
}

/** Reads the plugin's part of `serviceSecrets`; instances and clusters are read by the node library. */
export function readServiceSecretsConfig(
  root: RootConfigService,
): ServiceSecretsConfig {
  const config = root.getOptionalConfig('serviceSecrets');
  const cache = config?.getOptionalConfig('cache');
  const bindings = config?.getOptionalConfig('bindings');
  return {
    environments: readEnvironments(config),
    bindings: {
      rules: (bindings?.getOptionalConfigArray('rules') ?? []).map(readRule),
      backReferences: bindings?.getOptionalBoolean('backReferences') ?? false,
    },
    thresholds: readThresholds(config?.getOptionalConfig('thresholds')),
    cache: {
      reportMs: milliseconds(cache, 'cache.report', 15 * SECOND),
      staleMs: milliseconds(cache, 'cache.stale', 300 * SECOND),
    },
    deadlineMs: milliseconds(config, 'deadline', 20 * SECOND),
    access: readAccess(config?.getOptionalConfig('access')),
    handleKey: config?.getOptionalString('handleKey'),
  };
}
