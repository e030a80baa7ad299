import type { DeliveryResource } from 'backstage-plugin-service-secrets-node';
import {
  aLease,
  anAuthRole,
  aPod,
  aVaultAuth,
  aVaultDynamicSecret,
} from 'backstage-plugin-service-secrets-node/testUtils';

import { CheckCase } from '../CheckCase';
import { changeDelivery, deliverBy } from '../deliverBy';
import { inSeconds, World } from '../World';

function login(change: Partial<DeliveryResource['login']>) {
  const { login: usual } = aVaultAuth();
  return usual && { ...usual, ...change };
}

function fail(
  world: World,
  kind: DeliveryResource['kind'],
  [type, reason, message]: readonly [string, string, string],
): void {
  changeDelivery(world, kind, {
    status: {
      touched: true,
      conditions: [{ type, status: 'False', reason, message }],
      lastSyncedAt: inSeconds(-60),
    },
  });
}

function warn(world: World, about: string, seconds: number): void {
  world.namespace.warnings = [
    {
      about,
      reason: 'VaultClientConfigError',
      message: 'permission denied',
      lastSeenAt: inSeconds(seconds),
    },
  ];
}

const DRIVER =
  'MountVolume.SetUp failed for volume "credentials": failed to mount secrets store objects for pod';

/** What stands between Vault and pods without an agent. */
export const deliveryCases: readonly CheckCase[] = [
  {
    code: 'deliveryReferenceMissing',
    cause: 'the VaultAuth was never created',
    arrange: world => {
      deliverBy(world, 'vso');
      world.namespace.deliveries = [aVaultDynamicSecret()];
    },
    says: /`VaultDynamicSecret\/grade-api-db` refers to VaultAuth `grade-api`, which namespace `grade-api` does not have/,
    breaks: 'delivery > service-account',
    needs: 'deliveryResources',
  },
  {
    code: 'deliveryReferenceMissing',
    cause: 'the VaultConnection behind the VaultAuth is missing',
    arrange: world => {
      deliverBy(world, 'vso');
      changeDelivery(world, 'VaultAuth', {
        needs: [{ kind: 'VaultConnection', name: 'vault' }],
      });
    },
    says: /`VaultAuth\/grade-api` refers to VaultConnection `vault`/,
    breaks: 'delivery > service-account',
  },
  {
    code: 'deliveryReferenceMissing',
    cause: 'the pods mount a class that is not there',
    arrange: world => {
      deliverBy(world, 'csi');
      world.namespace.deliveries = [];
    },
    says: /`deployment\/grade-api` mounts SecretProviderClass `grade-api-vault`/,
    breaks: 'workload > service-account',
  },
  {
    code: 'serviceAccountMissing',
    cause: 'the VaultAuth names an account nobody created',
    arrange: world => {
      deliverBy(world, 'vso');
      changeDelivery(world, 'VaultAuth', {
        login: login({ serviceAccount: 'ghost' }),
      });
      world.vault.state.authRoles['kubernetes/grade-api'] = anAuthRole({
        boundServiceAccountNames: ['ghost'],
      });
    },
    says: /`VaultDynamicSecret\/grade-api-db` logs in with service account `ghost`/,
    breaks: 'delivery > service-account',
  },
  {
    code: 'serviceAccountNotBound',
    cause: 'the VaultAuth logs in with another account than the role binds',
    arrange: world => {
      deliverBy(world, 'vso');
      world.namespace.serviceAccounts.push('vso');
      changeDelivery(world, 'VaultAuth', {
        login: login({ serviceAccount: 'vso' }),
      });
    },
    says: /`vso` is not bound to auth role `grade-api`/,
    breaks: 'service-account > auth-role',
  },
  {
    code: 'audienceMismatch',
    cause: 'the VaultAuth asks for a token of another audience',
    arrange: world => {
      deliverBy(world, 'vso');
      world.vault.state.authRoles['kubernetes/grade-api'] = anAuthRole({
        audience: 'https://vault.example',
      });
    },
    says: /which the token of `VaultDynamicSecret\/grade-api-db` does not carry/,
    breaks: 'service-account > auth-role',
  },
  {
    code: 'pathNotClaimed',
    cause: 'the VaultDynamicSecret reads a path that is misspelt',
    arrange: world => {
      deliverBy(world, 'vso');
      changeDelivery(world, 'VaultDynamicSecret', {
        paths: ['database/creds/grade-api-rol'],
      });
    },
    says: /^`VaultDynamicSecret\/grade-api-db` reads `database\/creds\/grade-api-rol`, which the service does not claim/,
    breaks: 'policy > database-role',
  },
  {
    code: 'pathNotClaimed',
    cause: 'the SecretProviderClass logs in with another role',
    arrange: world => {
      deliverBy(world, 'csi');
      changeDelivery(world, 'SecretProviderClass', {
        login: { authRole: 'other', authMount: 'kubernetes', audiences: [] },
      });
    },
    says: /^`SecretProviderClass\/grade-api-vault` logs in with the auth role `other`/,
    breaks: 'service-account > auth-role',
  },
  {
    code: 'deliveryNotSynced',
    cause: 'a condition of the VaultDynamicSecret says so',
    arrange: world => {
      deliverBy(world, 'vso');
      fail(world, 'VaultDynamicSecret', [
        'SecretSynced',
        'SecretSyncError',
        'no space left',
      ]);
    },
    says: /^`VaultDynamicSecret\/grade-api-db` is not SecretSynced \(SecretSyncError: no space left\)\.$/,
    breaks: 'workload > delivery',
    needs: 'deliveryResources',
  },
  {
    code: 'deliveryNotSynced',
    cause: 'the operator warned after its last success',
    arrange: world => {
      deliverBy(world, 'vso');
      warn(world, 'VaultDynamicSecret/grade-api-db', -60);
    },
    says: /^The operator warns of `VaultDynamicSecret\/grade-api-db` \(VaultClientConfigError: permission denied\)/,
    breaks: 'workload > delivery',
  },
  {
    code: 'deliveryNotSynced',
    cause: 'no operator looks at the ExternalSecret',
    arrange: world => {
      deliverBy(world, 'eso');
      changeDelivery(world, 'ExternalSecret', {
        status: { touched: false, conditions: [] },
      });
    },
    says: /^No operator has ever reported on `ExternalSecret\/grade-api-db`/,
    breaks: 'workload > delivery',
  },
  {
    code: 'deliveryNotSynced',
    cause: 'the driver cannot mount the class into a pod',
    arrange: world => {
      deliverBy(world, 'csi');
      const pod = aPod({ injected: false, ready: false, phase: 'Pending' });
      world.namespace.pods = [pod];
      world.namespace.warnings = [
        { about: `Pod/${pod.name}`, reason: 'FailedMount', message: DRIVER },
      ];
    },
    says: /^`SecretProviderClass\/grade-api-vault` cannot be mounted \(FailedMount: MountVolume/,
    breaks: 'workload > delivery',
  },
  {
    code: 'deliveryLeaseStale',
    cause: 'its end has passed',
    arrange: world => {
      deliverBy(world, 'vso');
      const { status } = aVaultDynamicSecret();
      changeDelivery(world, 'VaultDynamicSecret', {
        status: {
          ...status,
          lease: { id: aLease().id, endsAt: inSeconds(-600) },
        },
      });
    },
    says: /^The lease `VaultDynamicSecret\/grade-api-db` holds ended 10 min ago and was not renewed/,
    needs: 'deliveryResources',
  },
  {
    code: 'deliveryLeaseStale',
    cause: 'Vault knows other leases only',
    arrange: world => {
      deliverBy(world, 'vso');
      world.vault.state.leases = [
        aLease({ id: 'database/creds/grade-api-role/another' }),
      ];
    },
    says: /holds is no longer known to Vault/,
  },
  {
    code: 'deliveryRefreshTooSlow',
    cause: 'the interval is as long as the lease',
    arrange: world => {
      deliverBy(world, 'eso');
      changeDelivery(world, 'ExternalSecret', { refreshSeconds: 3600 });
    },
    says: /`ExternalSecret\/grade-api-db` is fetched only every 1 h, and its credential of `grade-api-role` ends after 1 h/,
    needs: 'deliveryResources',
  },
  {
    code: 'deliveryRefreshTooSlow',
    cause: 'the login that takes the lease ends before the interval',
    arrange: world => {
      deliverBy(world, 'eso');
      world.vault.state.authRoles['kubernetes/grade-api'] = anAuthRole({
        tokenTtlSeconds: 600,
      });
    },
    says: /is fetched only every 30 min, and its credential of `grade-api-role` ends after 10 min/,
  },
  {
    code: 'deliveredTwice',
    cause: 'the injector and an operator both deliver it',
    arrange: world => {
      world.namespace.deliveries = [aVaultDynamicSecret(), aVaultAuth()];
      world.changeWorkload({ environmentSecrets: ['grade-api-db'] });
    },
    says: /reaches the pods of `deployment\/grade-api` in 2 ways: `the injector annotations`, `VaultDynamicSecret\/grade-api-db`/,
    needs: 'deliveryResources',
  },
];
