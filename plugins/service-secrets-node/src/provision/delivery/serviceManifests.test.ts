import { DeliveryMethod } from 'backstage-plugin-service-secrets-common';

import { renderTemplate } from '../../testSupport/renderTemplate';
import { aFullServiceSpec } from '../../testUtils/provisionBuilders';
import { Manifest } from '../DesiredState';
import { DatabaseSpec, ServiceSpec } from '../ServiceSpec';
import { ManifestNames } from './Delivery';
import { deliveryNotes } from './deliveryNotes';
import { serviceManifests, workloadPatch } from './serviceManifests';
import { vaultAuthority } from './vaultAuthority';

const names: ManifestNames = {
  authRole: 'svc-grade-api',
  issuerAuthRole: 'issuer-grade-api',
  credentialsPath: 'database/creds/svc-grade-api.read-write',
  staticCredentialsPath: 'database/static-creds/svc-grade-api_reporting',
  kvPath: 'services/grade-api/grade-api',
  signPath: 'pki_int/sign/svc-grade-api',
};

function aSpec(
  delivery: DeliveryMethod,
  database: Partial<DatabaseSpec> = {},
  overrides: Partial<ServiceSpec> = {},
): ServiceSpec {
  const base = aFullServiceSpec({ delivery, ...overrides });
  return base.database
    ? { ...base, database: { ...base.database, ...database } }
    : base;
}

/** JSON of the objects of one kind, so a test can read any field. */
function ofKind(manifests: readonly Manifest[], kind: string) {
  return manifests.filter(manifest => manifest.kind === kind);
}

function annotationsOf(manifest: Manifest | undefined): Record<string, string> {
  expect(manifest).toHaveProperty('spec.template.metadata.annotations');
  const { spec } = JSON.parse(JSON.stringify(manifest));
  return spec.template.metadata.annotations;
}

const injector = 'vault.hashicorp.com';

describe('agent-injector', () => {
  it('renders what its secret annotation names, and lets a missing field stop the agent', () => {
    const [workload] = ofKind(
      serviceManifests(aSpec('agent-injector', { format: 'json' }), names),
      'Deployment',
    );

    const annotations = annotationsOf(workload);
    const file = renderTemplate(
      annotations[`${injector}/agent-inject-template-db`],
      {
        secrets: {
          [annotations[`${injector}/agent-inject-secret-db`]]: {
            Data: { username: 'u', password: 'p' },
          },
        },
      },
    );
    expect(JSON.parse(file)).toMatchObject({ username: 'u', password: 'p' });
    expect(annotations).toMatchObject({
      [`${injector}/error-on-missing-key-db`]: 'true',
      [`${injector}/agent-inject-secret-settings`]:
        'kv/data/services/grade-api/grade-api',
    });
  });

  it('takes one lease a pod, because the sidecar inherits that of the init container', () => {
    const [workload] = ofKind(
      serviceManifests(aSpec('agent-injector'), names),
      'Deployment',
    );

    const annotations = annotationsOf(workload);
    expect(annotations[`${injector}/agent-cache-enable`]).toBe('true');
    expect(annotations).not.toHaveProperty([`${injector}/agent-pre-populate`]);
  });

  it('signals a process of the pod: guarded, as its user, with shared processes and a name as long as the kernel keeps', () => {
    const [workload] = ofKind(
      serviceManifests(
        aSpec('agent-injector', { reloadProcess: 'grade-api-server-process' }),
        names,
      ),
      'Deployment',
    );

    expect(annotationsOf(workload)).toMatchObject({
      [`${injector}/agent-inject-command-db`]:
        'pkill -HUP -x grade-api-serve || true',
      [`${injector}/agent-run-as-same-user`]: 'true',
    });
    expect(workload).toMatchObject({
      spec: {
        template: {
          spec: {
            shareProcessNamespace: true,
            containers: [{ securityContext: { runAsUser: 10001 } }],
          },
        },
      },
    });
  });

  it('gives a pgpass file to its reader alone, written by the same user', () => {
    const [workload] = ofKind(
      serviceManifests(aSpec('agent-injector', { format: 'pgpass' }), names),
      'Deployment',
    );

    expect(annotationsOf(workload)).toMatchObject({
      [`${injector}/agent-inject-perms-db`]: '0600',
      [`${injector}/agent-run-as-same-user`]: 'true',
    });
  });

  it('names no address of Vault: the injector of the cluster knows its own', () => {
    const text = JSON.stringify(
      serviceManifests(
        aSpec('agent-injector', {}, { certificate: undefined }),
        names,
      ),
    );

    expect(text).not.toContain('https://');
  });

  it('injects nothing into pods that read nothing from Vault', () => {
    const [workload] = ofKind(
      serviceManifests(
        aSpec(
          'agent-injector',
          {},
          { database: undefined, staticRole: undefined, kv: undefined },
        ),
        names,
      ),
      'Deployment',
    );

    expect(JSON.stringify(workload)).not.toContain(injector);
  });
});

describe('vso', () => {
  const manifests = serviceManifests(
    aSpec('vso', { format: 'libpq-uri' }),
    names,
  );

  it('restarts the workload at a rotation, renews in time and revokes at the end', () => {
    const [dynamic, fixed] = ofKind(manifests, 'VaultDynamicSecret');

    expect(dynamic).toMatchObject({
      spec: {
        mount: 'database',
        path: 'creds/svc-grade-api.read-write',
        destination: { name: 'grade-api-db', create: true },
        rolloutRestartTargets: [{ kind: 'Deployment', name: 'grade-api' }],
        renewalPercent: 67,
        revoke: true,
      },
    });
    expect(fixed).toMatchObject({
      spec: {
        path: 'static-creds/svc-grade-api_reporting',
        allowStaticCreds: true,
      },
    });
    expect(fixed).not.toHaveProperty('spec.renewalPercent');
  });

  it('checks the certificate of Vault with the CA the operator of Backstage gave', () => {
    expect(ofKind(manifests, 'VaultConnection')).toMatchObject([
      { spec: { skipTLSVerify: false, caCertSecretRef: 'grade-api-vault-ca' } },
    ]);
    expect(vaultAuthority(aSpec('vso'))).toMatchObject([
      {
        metadata: { name: 'grade-api-vault-ca' },
        data: { 'ca.crt': aFullServiceSpec().vaultCaBundle },
      },
    ]);
    expect(ofKind(manifests, 'Secret')).toEqual([]);
  });

  it('lets pods start before the first version of a KV secret, and not before a credential', () => {
    const [{ spec }] = JSON.parse(
      JSON.stringify(ofKind(manifests, 'Deployment')),
    );

    const sources = spec.template.spec.volumes[0].projected.sources;
    expect(
      sources.map(({ secret }: { secret: object }) => secret),
    ).toMatchObject([
      { name: 'grade-api-db' },
      { name: 'grade-api-db-static' },
      { name: 'grade-api-settings', optional: true },
    ]);
    expect(sources[0].secret).not.toHaveProperty('optional');
  });
});

describe('eso', () => {
  it.each([300, 3600, 86400])(
    'asks for the next login at half of a lease of %i seconds, because nothing renews it',
    defaultTtlSeconds => {
      const [external] = ofKind(
        serviceManifests(
          aSpec('eso', { defaultTtlSeconds, maxTtlSeconds: 172800 }),
          names,
        ),
        'ExternalSecret',
      );

      expect(external).toHaveProperty(
        'spec.refreshInterval',
        `${defaultTtlSeconds / 2}s`,
      );
    },
  );

  it('reads logins through generators and KV through a store, because the store serves nothing else', () => {
    const manifests = serviceManifests(aSpec('eso'), names);

    expect(ofKind(manifests, 'VaultDynamicSecret')).toMatchObject([
      { spec: { path: 'database/creds/svc-grade-api.read-write' } },
      { spec: { path: 'database/static-creds/svc-grade-api_reporting' } },
    ]);
    expect(ofKind(manifests, 'SecretStore')).toMatchObject([
      { spec: { provider: { vault: { path: 'kv', version: 'v2' } } } },
    ]);
  });
});

describe('csi', () => {
  it('keeps user name and password of one read together, and names no address, which would stop renewal', () => {
    const [provider] = ofKind(
      serviceManifests(aSpec('csi'), names),
      'SecretProviderClass',
    );

    const { parameters } = JSON.parse(JSON.stringify(provider)).spec;
    expect(Object.keys(parameters)).toEqual([
      'roleName',
      'vaultAuthMountPath',
      'audience',
      'objects',
    ]);
    expect(parameters.objects).toContain('objectName: "db-password"');
  });
});

describe('the workload', () => {
  it('is patched when it exists, without taking its token away or naming a container it need not', () => {
    const spec = aSpec(
      'agent-injector',
      {},
      { image: undefined, certificate: undefined },
    );

    const manifests = serviceManifests(spec, names);
    const patch = workloadPatch(spec, names);

    expect(ofKind(manifests, 'Deployment')).toEqual([]);
    expect(annotationsOf(patch)).toHaveProperty([`${injector}/role`]);
    const text = JSON.stringify([patch, ofKind(manifests, 'ServiceAccount')]);
    expect(text).not.toContain('automountServiceAccountToken');
    expect(text).not.toContain('containers');
  });

  it('has no patch when it is new', () => {
    expect(workloadPatch(aSpec('vso'), names)).toBeUndefined();
  });
});

describe('deliveryNotes', () => {
  it('says what a method leaves undone of what was asked', () => {
    const notes = deliveryNotes(
      aSpec('csi', { format: 'json', reloadProcess: 'node' }),
    ).join('\n');

    expect(notes).toContain('the format json is not used');
    expect(notes).toContain('node gets no SIGHUP');
    expect(notes).toContain('write its first version before');
  });

  it('warns of a Vault without TLS', () => {
    const spec = aSpec(
      'vso',
      {},
      {
        vaultServer: 'http://vault.example:8200',
        vaultCaBundle: undefined,
        kv: undefined,
      },
    );

    expect(deliveryNotes(spec)).toEqual([
      expect.stringContaining('without TLS'),
    ]);
  });
});
