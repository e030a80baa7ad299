import {
  CertificateState,
  FailureCode,
  Health,
  LeaseState,
  Severity,
  SourceStatus,
  WiringNodeKind,
} from 'backstage-plugin-service-secrets-common';

/** How good or bad a state is. Each tone has a sign of its own, so that colour is never the only difference. */
export type Tone = 'good' | 'warning' | 'bad' | 'neutral';

/** A state as it is shown: a word, a tone, and the sign that goes with them. */
export interface StateWord {
  readonly word: string;
  readonly tone: Tone;
  readonly sign: string;
}

const good = (word: string): StateWord => ({ word, tone: 'good', sign: '●' });
const warning = (word: string): StateWord => ({
  word,
  tone: 'warning',
  sign: '◐',
});
const bad = (word: string): StateWord => ({ word, tone: 'bad', sign: '✕' });
const neutral = (word: string, sign: string): StateWord => ({
  word,
  tone: 'neutral',
  sign,
});

/** The verdict on a service or an environment. */
export const healthWords: Readonly<Record<Health, StateWord>> = {
  healthy: good('Healthy'),
  degraded: warning('Degraded'),
  broken: bad('Broken'),
  unknown: neutral('Unknown', '?'),
};

/** How bad a finding is. */
export const severityWords: Readonly<Record<Severity, StateWord>> = {
  broken: bad('Broken'),
  risk: warning('Risk'),
  hygiene: neutral('Hygiene', '○'),
  unknown: neutral('Unknown', '?'),
};

/** The state of a lease. */
export const leaseWords: Readonly<Record<LeaseState, StateWord>> = {
  active: good('Active'),
  expiring: warning('Expiring'),
  orphan: neutral('Orphan', '◌'),
  expired: warning('Expired'),
  irrevocable: bad('Irrevocable'),
};

/** The state of a certificate. */
export const certificateWords: Readonly<Record<CertificateState, StateWord>> = {
  valid: good('Valid'),
  renewing: good('Renewing'),
  expiring: warning('Expiring'),
  'renewal-overdue': bad('Renewal overdue'),
  failing: warning('Failing'),
  expired: bad('Expired'),
  'not-issued': bad('Not issued'),
  unknown: neutral('Unknown', '?'),
};

/** Where a part of the report comes from and how fresh it is. */
export const sourceWords: Readonly<Record<SourceStatus['state'], StateWord>> = {
  ok: good('fresh'),
  stale: warning('stale'),
  failed: bad('not read'),
};

/** Why a source failed, in a few words. */
export const failureWords: Readonly<Record<FailureCode, string>> = {
  denied: 'permission missing',
  'not-found': 'not found',
  sealed: 'sealed',
  timeout: 'no answer in time',
  'rate-limited': 'rate-limited',
  'bad-answer': 'answer not understood',
  unreachable: 'not reachable',
  'not-configured': 'not configured',
};

/** The stations of the wiring picture. */
export const stationWords: Readonly<Record<WiringNodeKind, string>> = {
  workload: 'Workload',
  delivery: 'Delivery',
  'service-account': 'Service account',
  'auth-role': 'Auth role',
  policy: 'Policy',
  'database-role': 'Database role',
  connection: 'Connection',
  certificate: 'Certificate',
  issuer: 'Issuer',
  'pki-role': 'PKI role',
  ca: 'CA',
};

/** The plural form where the count asks for it: `1 finding`, `3 findings`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}
