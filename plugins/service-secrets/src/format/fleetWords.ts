import {
  Adoption,
  ChangeSince,
  ExpiryKind,
  FindingCode,
  findingDefinitions,
  NO_VALUE,
  ObservedDelivery,
  ReviewState,
  RoleConcern,
} from 'backstage-plugin-service-secrets-common';

import { ListField } from '../hooks/fleet/useFleetParams';
import { healthWords, severityWords, StateWord } from './words';

/** The state of a review. */
export const reviewWords: Readonly<Record<ReviewState, StateWord>> = {
  none: { word: 'Not reviewed', tone: 'neutral', sign: '○' },
  signed: { word: 'Signed off', tone: 'good', sign: '●' },
  reopened: { word: 'Reopened', tone: 'bad', sign: '↻' },
  expired: { word: 'Expired', tone: 'warning', sign: '◐' },
};

/** What kind of credentials a service uses. */
export const adoptionWords: Readonly<Record<Adoption, string>> = {
  dynamic: 'Dynamic',
  static: 'Static only',
  none: 'None',
  unknown: 'Unknown',
};

/** How a credential gets into the pods. */
export const deliveryWords: Readonly<Record<ObservedDelivery, string>> = {
  'agent-injector': 'Agent Injector',
  vso: 'Secrets Operator',
  eso: 'External Secrets',
  csi: 'CSI driver',
  'cert-manager': 'cert-manager',
};

/** What ends. */
export const expiryWords: Readonly<Record<ExpiryKind, string>> = {
  certificate: 'Certificate',
  ca: 'CA',
  cliff: 'Issuance cliff',
  rotation: 'Static rotation',
};

/** Why a role is listed. */
export const concernWords: Readonly<Record<RoleConcern, StateWord>> = {
  unowned: { word: 'Unowned', tone: 'warning', sign: '◌' },
  shared: { word: 'Shared', tone: 'warning', sign: '◐' },
  unused: { word: 'Unused', tone: 'neutral', sign: '○' },
};

/** What is not as it was. */
export const changeWords: Readonly<Record<ChangeSince['kind'], StateWord>> = {
  'finding-opened': { word: 'Opened', tone: 'bad', sign: '✕' },
  'finding-closed': { word: 'Closed', tone: 'good', sign: '●' },
  'wiring-changed': { word: 'Wiring changed', tone: 'warning', sign: '↻' },
  'service-added': { word: 'Service added', tone: 'neutral', sign: '+' },
  'service-removed': { word: 'Service removed', tone: 'neutral', sign: '−' },
};

/** The fields of the filter, in the order they are offered. */
export const fieldWords: Readonly<Record<ListField, string>> = {
  health: 'State',
  owner: 'Owner',
  review: 'Review',
  system: 'System',
  lifecycle: 'Lifecycle',
  environment: 'Environment',
  instance: 'Vault instance',
  cluster: 'Cluster',
  delivery: 'Delivery',
  adoption: 'Adoption',
  severity: 'Severity of a finding',
  code: 'Finding',
};

/** What rows can be grouped by, where it is not called as the filter is. */
export const groupWords: Partial<Record<ListField, string>> = {
  severity: 'Worst severity',
};

const missingWords: Partial<Record<ListField, string>> = {
  owner: 'Unowned',
  system: 'No system',
  lifecycle: 'No lifecycle',
  instance: 'No instance',
  cluster: 'No cluster',
  delivery: 'None seen',
  severity: 'No open finding',
  code: 'No open finding',
};

/** An entity ref without what goes without saying: `team-grades`, or `other/team-grades`. */
export function refName(ref: string): string {
  const name = ref.includes(':') ? ref.slice(ref.indexOf(':') + 1) : ref;
  return name.replace(/^default\//, '');
}

/** What is wrong, without names. */
export function codeWords(code: FindingCode): string {
  return findingDefinitions[code].sentence;
}

type Words = Readonly<Record<string, string | StateWord>>;

const wordsOf: Partial<Record<ListField, Words>> = {
  health: healthWords,
  review: reviewWords,
  severity: severityWords,
  delivery: deliveryWords,
  adoption: adoptionWords,
};

/** A value of a filter as people say it. */
export function valueWords(field: ListField, value: string): string {
  if (value === NO_VALUE && missingWords[field]) return missingWords[field];
  if (field === 'owner' || field === 'system') return refName(value);
  if (field === 'code' && Object.hasOwn(findingDefinitions, value)) {
    return findingDefinitions[value as FindingCode].sentence; // just checked
  }
  const known = wordsOf[field]?.[value] ?? value;
  return typeof known === 'string' ? known : known.word;
}
