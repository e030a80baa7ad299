import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import {
  FindingCode,
  findingCodes,
} from 'backstage-plugin-service-secrets-common';

/** How and how often the fleet is collected. */
export interface CollectionConfig {
  /** Each service is collected once in this time. */
  readonly everyMs: number;
  /** A replica that is silent for this long has lost its turn. */
  readonly leaseMs: number;
  /** One go of the task; what is left goes on at the next. */
  readonly timeoutMs: number;
  /** Services read at the same time. */
  readonly concurrency: number;
  /** What Vault lists is read anew after this time. */
  readonly inventoryMs: number;
  /** Roles read in one run at most; the rest follow in the next ones. */
  readonly inventoryReads: number;
  readonly keepMs: number;
}

/** Whom to tell of what. */
export interface NoticeConfig {
  readonly enabled: boolean;
  readonly codes: ReadonlySet<FindingCode>;
  /** Whether what is mended is told too. */
  readonly recovered: boolean;
  /** No notice before then. */
  readonly muteUntil?: number;
  readonly thresholds: NoticeThresholds;
}

/** When a notice of its kind is due, where the moment a finding appears is not it. */
export interface NoticeThresholds {
  /** A certificate nothing renews ends within this time. */
  readonly certificateMs?: number;
  /** A CA ends within this time. */
  readonly caMs?: number;
  /** Certificates begin to be cut short by their CA within this time. */
  readonly cliffMs?: number;
  /** This many leases of a service cannot be revoked. */
  readonly irrevocable?: number;
  /** The wiring is broken for this long. */
  readonly brokenWiringMs?: number;
  /** Leases are this many times what the budget allows. */
  readonly budget?: number;
}

/** The `fleet` part of `serviceSecrets`. */
export interface FleetConfig {
  readonly enabled: boolean;
  readonly collection: CollectionConfig;
  readonly notices: NoticeConfig;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What owners hear of unless the operator says otherwise. */
const noticeCodes: readonly FindingCode[] = [
  'certificateExpired',
  'certificateRenewalOverdue',
  'certificateIssuanceFailing',
  'certificateDurationCapped',
  'issuingCaExpiring',
  'leaseIrrevocable',
  'leasesOverBudget',
  'authRoleMissing',
  'serviceAccountMissing',
  'serviceAccountNotBound',
  'namespaceNotBound',
  'policyMissing',
  'policyLacksPath',
  'databaseRoleMissing',
  'connectionMissing',
  'roleNotAllowed',
  'injectionDenied',
  'agentFailing',
];

function reader(config: Config | undefined, where: string) {
  return {
    duration(key: string, fallback: number): number {
      if (!config?.has(key)) return fallback;
      try {
        const value = durationToMilliseconds(
          readDurationFromConfig(config, { key }),
        );
        if (value > 0) return value;
      } catch {
        // Its message would tell the key without the way to it.
      }
      throw new InputError(
        `${where}.${key} is no duration, such as '10m' or { minutes: 10 }`,
      );
    },
    count(key: string, fallback: number): number {
      const value = config?.getOptionalNumber(key) ?? fallback;
      if (Number.isInteger(value) && value >= 1) return value;
      throw new InputError(`${where}.${key} is no whole number above 0`);
    },
  };
}

function readCollection(config: Config | undefined): CollectionConfig {
  const { duration, count } = reader(config, 'serviceSecrets.fleet.collection');
  const everyMs = duration('every', 10 * MINUTE);
  return {
    everyMs,
    // Short beside the period: what a dead replica has done is still fresh when another goes on.
    leaseMs: duration('lease', Math.min(MINUTE, everyMs / 10)),
    timeoutMs: duration('timeout', 5 * MINUTE),
    concurrency: count('concurrency', 4),
    inventoryMs: duration('inventory', HOUR),
    inventoryReads: count('inventoryReads', 3000),
    keepMs: duration('keep', 400 * DAY),
  };
}

function isCode(code: string): code is FindingCode {
  return findingCodes.some(known => known === code);
}

function readThresholds(config: Config | undefined): NoticeThresholds {
  const where = 'serviceSecrets.fleet.notices.thresholds';
  const { duration, count } = reader(config, where);
  const optionalDuration = (key: string) =>
    config?.has(key) ? duration(key, 0) : undefined;
  const budget = config?.getOptionalNumber('budget');
  if (budget !== undefined && budget < 1) {
    throw new InputError(`${where}.budget is no factor of 1 or more`);
  }
  return {
    certificateMs: optionalDuration('certificate'),
    caMs: optionalDuration('ca'),
    cliffMs: optionalDuration('cliff'),
    irrevocable: config?.has('irrevocable')
      ? count('irrevocable', 1)
      : undefined,
    brokenWiringMs: optionalDuration('brokenWiring'),
    budget,
  };
}

function readNotices(config: Config | undefined): NoticeConfig {
  const where = 'serviceSecrets.fleet.notices';
  const codes = config?.getOptionalStringArray('codes') ?? noticeCodes;
  const unknown = codes.find(code => !isCode(code));
  if (unknown !== undefined) {
    throw new InputError(`${where}.codes: '${unknown}' is no finding code`);
  }
  const text = config?.getOptionalString('muteUntil');
  const muteUntil = text === undefined ? undefined : Date.parse(text);
  if (Number.isNaN(muteUntil)) {
    throw new InputError(`${where}.muteUntil is no time such as 2026-12-24`);
  }
  return {
    enabled: config?.getOptionalBoolean('enabled') ?? true,
    codes: new Set(codes.filter(isCode)),
    recovered: config?.getOptionalBoolean('recovered') ?? true,
    muteUntil,
    thresholds: readThresholds(config?.getOptionalConfig('thresholds')),
  };
}

/** Reads `serviceSecrets.fleet`. */
export function readFleetConfig(root: Config): FleetConfig {
  const config = root.getOptionalConfig('serviceSecrets.fleet');
  return {
    enabled: config?.getOptionalBoolean('enabled') ?? true,
    collection: readCollection(config?.getOptionalConfig('collection')),
    notices: readNotices(config?.getOptionalConfig('notices')),
  };
}
