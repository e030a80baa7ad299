import { DeliveryMethod } from 'backstage-plugin-service-secrets-common';

import type { Manifest } from '../provision/DesiredState';
import type { ManifestNames } from '../provision/delivery/Delivery';
import { serviceManifests } from '../provision/delivery/serviceManifests';
import { aFullServiceSpec } from '../testUtils/provisionBuilders';
import { secretProviderClassItem } from './csiSchema';
import {
  externalSecretItem,
  secretStoreItem,
  vaultGeneratorItem,
} from './esoSchema';
import {
  vaultAuthItem,
  vaultConnectionItem,
  vaultDynamicSecretItem,
  vaultPkiSecretItem,
  vaultStaticSecretItem,
} from './vsoSchema';
import { workloadAnswers } from './workloadSchema';

const names: ManifestNames = {
  authRole: 'svc-grade-api',
  issuerAuthRole: 'issuer-grade-api',
  credentialsPath: 'database/creds/svc-grade-api.read-write',
  staticCredentialsPath: 'database/static-creds/svc-grade-api_reporting',
  kvPath: 'services/grade-api/grade-api',
};

function rendered(delivery: DeliveryMethod): (kind: string) => unknown[] {
  const manifests: Manifest[] = serviceManifests(
    aFullServiceSpec({ delivery }),
    names,
  );
  return kind =>
    manifests.filter(manifest => manifest.kind === kind).map(asStored);
}

/** What an API server adds to what was applied. */
function asStored(manifest: Manifest) {
  const { metadata } = manifest;
  return {
    ...manifest,
    metadata: {
      ...metadata,
      uid: 'u-1',
      creationTimestamp: '2026-08-01T09:00:00Z',
    },
  };
}

const spec = aFullServiceSpec();

describe('what our own templates render, read back', () => {
  it('finds path, Secret and login in what the Vault Secrets Operator gets', () => {
    const ofKind = rendered('vso');
    const dynamic = ofKind('VaultDynamicSecret').map(each =>
      vaultDynamicSecretItem.parse(each),
    );
    const [kv] = ofKind('VaultStaticSecret');
    const [auth] = ofKind('VaultAuth');
    const [connection] = ofKind('VaultConnection');

    expect(dynamic.map(({ paths, secrets }) => [...paths, ...secrets])).toEqual(
      [
        [names.credentialsPath, `${spec.name}-db`],
        [names.staticCredentialsPath, `${spec.name}-db-static`],
      ],
    );
    expect(vaultStaticSecretItem.parse(kv).paths).toEqual([
      `kv/data/${names.kvPath}`,
    ]);
    expect(dynamic[0].needs).toEqual([
      { kind: 'VaultAuth', name: vaultAuthItem.parse(auth).name },
    ]);
    expect(vaultAuthItem.parse(auth)).toMatchObject({
      login: {
        authRole: 'svc-grade-api',
        authMount: spec.authMount,
        serviceAccount: spec.serviceAccount,
        audiences: [spec.audience],
      },
      needs: [
        {
          kind: 'VaultConnection',
          name: vaultConnectionItem.parse(connection).name,
        },
      ],
    });
  });

  it('finds generator, store, interval and login in what External Secrets gets', () => {
    const ofKind = rendered('eso');
    const externals = ofKind('ExternalSecret').map(each =>
      externalSecretItem.parse(each),
    );
    const generators = ofKind('VaultDynamicSecret').map(each =>
      vaultGeneratorItem.parse(each),
    );
    const [store] = ofKind('SecretStore');

    expect(generators.map(({ paths }) => paths)).toEqual([
      [names.credentialsPath],
      [names.staticCredentialsPath],
    ]);
    expect(externals[0]).toMatchObject({
      needs: [
        { kind: 'VaultDynamicSecret generator', name: generators[0].name },
      ],
      secrets: [`${spec.name}-db`],
      refreshSeconds: (spec.database?.defaultTtlSeconds ?? 0) / 2,
    });
    expect(externals[2].keys).toEqual([names.kvPath]);
    expect(externals[2].needs).toEqual([
      { kind: 'SecretStore', name: secretStoreItem.parse(store).name },
    ]);
    expect(secretStoreItem.parse(store).keysBelow).toBe('kv/data');
    expect(generators[0].login).toEqual({
      authRole: 'svc-grade-api',
      authMount: spec.authMount,
      serviceAccount: spec.serviceAccount,
      audiences: [spec.audience],
    });
  });

  it('finds paths and login in what the CSI provider gets, and the class on the pods', () => {
    const ofKind = rendered('csi');
    const [providerClass] = ofKind('SecretProviderClass').map(each =>
      secretProviderClassItem.parse(each),
    );
    const [workload] = ofKind('Deployment').map(each =>
      workloadAnswers.deployment.parse(each),
    );

    expect(providerClass.paths).toEqual([
      names.credentialsPath,
      names.staticCredentialsPath,
      `kv/data/${names.kvPath}`,
    ]);
    expect(providerClass.login).toEqual({
      authRole: 'svc-grade-api',
      authMount: spec.authMount,
      audiences: [spec.audience],
    });
    expect(workload.providerClasses).toEqual([providerClass.name]);
  });

  it.each(['vso', 'eso'] as const)(
    'links the pods with the Secrets %s writes',
    delivery => {
      const ofKind = rendered(delivery);
      const [workload] = ofKind('Deployment').map(each =>
        workloadAnswers.deployment.parse(each),
      );

      expect(workload.mountedSecrets).toEqual(
        expect.arrayContaining([
          `${spec.name}-db`,
          `${spec.name}-db-static`,
          `${spec.name}-settings`,
        ]),
      );
    },
  );
});

const metadata = { name: 'grade-api-db', namespace: 'grade-api' };
const vso = {
  metadata,
  spec: {
    vaultAuthRef: 'platform/shared',
    mount: '/database/',
    path: 'creds/grade-api-role',
    destination: { name: 'grade-api-db' },
  },
};

describe('vaultDynamicSecretItem', () => {
  it('tells when the lease ends by when the operator renewed it', () => {
    const { status } = vaultDynamicSecretItem.parse({
      ...vso,
      status: {
        lastGeneration: 1,
        lastRenewalTime: 1_785_578_400,
        secretLease: { id: 'database/creds/grade-api-role/x', duration: 3600 },
        conditions: [{ type: 'SecretSynced', status: 'True' }],
      },
    });

    expect(status).toMatchObject({
      touched: true,
      lastSyncedAt: new Date('2026-08-01T10:00:00Z'),
      lease: { endsAt: new Date('2026-08-01T11:00:00Z') },
    });
  });

  it('says that nothing was reported yet, and knows a VaultAuth of another namespace', () => {
    const found = vaultDynamicSecretItem.parse({
      ...vso,
      status: { lastRenewalTime: 0, secretLease: { id: '', duration: 0 } },
    });

    expect(found.status).toEqual({
      touched: false,
      conditions: [],
      lastSyncedAt: undefined,
      lease: undefined,
    });
    expect(found.paths).toEqual(['database/creds/grade-api-role']);
    expect(found.needs).toEqual([
      { kind: 'VaultAuth', name: 'shared', namespace: 'platform' },
    ]);
  });

  it('reads the path of a PKI secret and scrubs what conditions say', () => {
    const found = vaultPkiSecretItem.parse({
      ...vso,
      spec: { ...vso.spec, mount: 'pki_int', role: 'web' },
      status: {
        conditions: [
          {
            type: 'Ready',
            status: 'False',
            message: 'denied: token=hvs.CAESIabcdefghijklmnopqrstuv',
          },
        ],
      },
    });

    expect(found.paths).toEqual(['pki_int/issue/web']);
    expect(JSON.stringify(found)).not.toContain('hvs.');
  });
});

describe('vaultAuthItem', () => {
  it('knows no login where another method or a VaultAuthGlobal decides', () => {
    const found = vaultAuthItem.parse({
      metadata,
      spec: { method: 'appRole', mount: 'approle' },
    });

    expect(found.login).toBeUndefined();
    expect(found.needs).toEqual([]);
  });
});

describe('externalSecretItem', () => {
  it.each([
    ['an hour, the default of the operator', {}, 3600],
    ['never again at 0', { refreshInterval: '0' }, 0],
    ['never again at 0s', { refreshInterval: '0s' }, 0],
    [
      'never again when created once',
      { refreshPolicy: 'CreatedOnce', refreshInterval: '1m' },
      0,
    ],
    ['as it says', { refreshInterval: '1h30m0s' }, 5400],
  ])('is refreshed %s', (_words, change, seconds) => {
    const found = externalSecretItem.parse({
      metadata,
      spec: {
        secretStoreRef: { name: 'all', kind: 'ClusterSecretStore' },
        data: [{ remoteRef: { key: 'a' } }],
        ...change,
      },
    });

    expect(found.refreshSeconds).toBe(seconds);
    expect(found.secrets).toEqual(['grade-api-db']);
    expect(found.needs).toEqual([{ kind: 'ClusterSecretStore', name: 'all' }]);
  });
});

describe('secretProviderClassItem', () => {
  function parse(parameters: Record<string, string>, provider = 'vault') {
    return secretProviderClassItem.parse({
      metadata,
      spec: { provider, parameters },
    });
  }

  it('reads each path once and takes the usual mount where none is named', () => {
    const found = parse({
      roleName: 'grade-api',
      objects:
        '- objectName: a\n  secretPath: /database/creds/x\n- objectName: b\n  secretPath: database/creds/x\n',
    });

    expect(found.paths).toEqual(['database/creds/x']);
    expect(found.login).toEqual({
      authRole: 'grade-api',
      authMount: 'kubernetes',
      audiences: [],
    });
  });

  it.each([
    ['is no YAML', 'a: ['],
    ['is no list', 'a: b'],
    ['plays with aliases', '- &a {secretPath: x}\n- *a\n'],
  ])('reads no path from a text that %s', (_words, objects) => {
    expect(parse({ objects }).paths).toEqual([]);
  });

  it('has nothing to say of another provider', () => {
    const found = parse({ roleName: 'x', objects: '- secretPath: a' }, 'azure');

    expect([found.paths, found.login]).toEqual([[], undefined]);
  });
});

describe('workloadAnswers', () => {
  it('names the Secrets of environment variables, of init containers too', () => {
    const { environmentSecrets, mountedSecrets, providerClasses } =
      workloadAnswers.deployment.parse({
        metadata: { name: 'a', uid: 'b' },
        spec: {
          template: {
            spec: {
              initContainers: [{ envFrom: [{ secretRef: { name: 'init' } }] }],
              containers: [
                {
                  env: [
                    { name: 'X', value: 'y' },
                    { valueFrom: { secretKeyRef: { name: 'db', key: 'p' } } },
                    { valueFrom: { secretKeyRef: { name: 'db', key: 'u' } } },
                  ],
                  envFrom: [{ configMapRef: { name: 'c' } }],
                },
              ],
              volumes: [
                {
                  name: 'v',
                  csi: {
                    driver: 'other',
                    volumeAttributes: { secretProviderClass: 'no' },
                  },
                },
              ],
            },
          },
        },
      });

    expect(environmentSecrets).toEqual(['init', 'db']);
    expect([mountedSecrets, providerClasses]).toEqual([[], []]);
  });
});
