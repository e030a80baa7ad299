import type { DeliveryResource } from '../kubernetes/DeliveryResource';
import { aLease, testNow } from './builders';

const HOUR = 3600;
const DAY = 24 * HOUR;

function after(seconds: number): Date {
  return new Date(testNow.getTime() + seconds * 1000);
}

/** A VaultDynamicSecret of `grade-api-role` the operator synced half an hour ago, with the lease of `aLease`. */
export function aVaultDynamicSecret(
  overrides: Partial<DeliveryResource> = {},
): DeliveryResource {
  return {
    operator: 'vso',
    kind: 'VaultDynamicSecret',
    name: 'grade-api-db',
    createdAt: after(-DAY),
    paths: ['database/creds/grade-api-role'],
    keys: [],
    needs: [{ kind: 'VaultAuth', name: 'grade-api' }],
    secrets: ['grade-api-db'],
    status: {
      touched: true,
      conditions: [{ type: 'Ready', status: 'True', reason: 'SecretSynced' }],
      lastSyncedAt: after(-HOUR / 2),
      lease: { id: aLease().id, endsAt: after(HOUR / 2) },
    },
    ...overrides,
  };
}

/** The VaultAuth it needs: auth role and service account `grade-api`. */
export function aVaultAuth(
  overrides: Partial<DeliveryResource> = {},
): DeliveryResource {
  return {
    operator: 'vso',
    kind: 'VaultAuth',
    name: 'grade-api',
    paths: [],
    keys: [],
    login: {
      authRole: 'grade-api',
      authMount: 'kubernetes',
      serviceAccount: 'grade-api',
      audiences: ['vault'],
    },
    needs: [],
    secrets: [],
    status: { touched: true, conditions: [] },
    ...overrides,
  };
}

/** An ExternalSecret that is read anew every half hour, without what it needs. */
export function anExternalSecret(
  overrides: Partial<DeliveryResource> = {},
): DeliveryResource {
  return {
    operator: 'eso',
    kind: 'ExternalSecret',
    name: 'grade-api-db',
    createdAt: after(-DAY),
    paths: [],
    keys: [],
    needs: [{ kind: 'VaultDynamicSecret generator', name: 'grade-api-db' }],
    secrets: ['grade-api-db'],
    refreshSeconds: HOUR / 2,
    status: {
      touched: true,
      conditions: [{ type: 'Ready', status: 'True', reason: 'SecretSynced' }],
      lastSyncedAt: after(-HOUR / 4),
    },
    ...overrides,
  };
}

/** The generator it needs: `grade-api-role` with auth role and service account `grade-api`. */
export function aVaultGenerator(
  overrides: Partial<DeliveryResource> = {},
): DeliveryResource {
  return aVaultAuth({
    operator: 'eso',
    kind: 'VaultDynamicSecret generator',
    name: 'grade-api-db',
    paths: ['database/creds/grade-api-role'],
    status: { touched: false, conditions: [] },
    ...overrides,
  });
}

/** A SecretProviderClass of `grade-api-role`, logged in to as the pods. */
export function aProviderClass(
  overrides: Partial<DeliveryResource> = {},
): DeliveryResource {
  return {
    operator: 'csi',
    kind: 'SecretProviderClass',
    name: 'grade-api-vault',
    createdAt: after(-DAY),
    paths: ['database/creds/grade-api-role'],
    keys: [],
    login: { authRole: 'grade-api', authMount: 'kubernetes', audiences: [] },
    needs: [],
    secrets: [],
    status: { touched: false, conditions: [] },
    ...overrides,
  };
}
