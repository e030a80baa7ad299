import { parse } from 'yaml';

import {
  aFullServiceSpec,
  aStatementProfile,
} from '../../testUtils/provisionBuilders';
import { planService } from '../plan';
import { vaultConfigOperatorFiles } from './vaultConfigOperator';

const spec = aFullServiceSpec();
const files = vaultConfigOperatorFiles(
  spec,
  planService(spec, aStatementProfile()),
);

function resources() {
  return files
    .filter(({ path }) => /^vault-config-operator\/.*\.yaml$/.test(path))
    .map(({ content }) => parse(content));
}

function ofKind(kind: string) {
  return resources().filter(resource => resource.kind === kind);
}

describe('vaultConfigOperatorFiles', () => {
  it('spells every field as the operator does (version of August 2026, read from its definitions)', () => {
    expect(ofKind('DatabaseSecretEngineRole')).toMatchObject([
      {
        apiVersion: 'redhatcop.redhat.io/v1alpha1',
        spec: {
          name: 'svc-grade-api.read-write',
          path: 'database',
          dBName: 'grade-api-db',
          defaultTTL: '3600s',
          maxTTL: '86400s',
          creationStatements: aStatementProfile().creationStatements,
        },
      },
    ]);
    expect(ofKind('KubernetesAuthEngineRole')[0].spec).toMatchObject({
      path: 'kubernetes',
      targetServiceAccounts: ['grade-api'],
      targetNamespaces: { targetNamespaces: ['grade-api'] },
      audience: 'vault',
      policies: ['svc-grade-api'],
      tokenPeriod: 3600,
    });
    expect(ofKind('PKISecretEngineRole')[0].spec).toMatchObject({
      path: 'pki_int',
      allowedDomains: ['grade-api.grade-api.svc.cluster.local'],
      allowBareDomains: true,
      maxTTL: '86400s',
    });
  });

  it('gives a name with an underscore to Vault and another to Kubernetes, which has none', () => {
    expect(ofKind('DatabaseSecretEngineStaticRole')).toMatchObject([
      {
        metadata: { name: 'svc-grade-api-reporting' },
        spec: {
          name: 'svc-grade-api_reporting',
          username: 'reporting',
          rotationPeriod: 86400,
          credentialType: 'password',
        },
      },
    ]);
  });

  it('says what the operator cannot write, field by field, instead of leaving it out in silence', () => {
    const [readme] = files.filter(({ path }) => path.endsWith('README.md'));

    expect(readme.content).toContain('no resource for KV metadata');
    expect(readme.content).toContain('`allow_wildcard_certificates`');
    expect(readme.content).toContain(
      'must add `svc-grade-api.read-write` to its `allowedRoles`',
    );
  });

  it('brings the Kubernetes objects along', () => {
    expect(files.map(({ path }) => path)).toContain(
      'kubernetes/kustomization.yaml',
    );
  });
});
