import {
  aCertificateResource,
  anIssuer,
  InMemoryKubernetes,
} from 'backstage-plugin-service-secrets-node/testUtils';

import { EnvironmentBinding } from '../../bind/EnvironmentBinding';
import { askCertificates } from './certificates';

const namespace = 'grade-api';
const binding: EnvironmentBinding = {
  entityRef: 'component:default/grade-api',
  environment: 'production',
  instance: 'vault',
  cluster: 'cluster',
  namespace,
  workloads: [],
  authRole: { mount: 'kubernetes', name: 'grade-api' },
  databaseRoles: [],
  staticRoles: [],
  certificates: ['one', 'two', 'three', 'other'],
};

function aCluster(): InMemoryKubernetes {
  const other = { kind: 'Issuer', namespace, name: 'other' } as const;
  return new InMemoryKubernetes({
    namespaces: {
      [namespace]: {
        serviceAccounts: [],
        workloads: [],
        pods: [],
        warnings: [],
        certificates: [
          ...['one', 'two', 'three'].map(name =>
            aCertificateResource({ name }),
          ),
          aCertificateResource({ name: 'other', issuer: other }),
        ],
        issuers: { vault: anIssuer(), other: anIssuer({ conditions: [] }) },
      },
    },
  });
}

const ask = (api: InMemoryKubernetes) =>
  askCertificates({ api, target: 'cluster' }, binding, {
    workloads: [],
    pods: [],
  });

describe('askCertificates', () => {
  it('asks for an issuer once, however many certificates it signs', async () => {
    const api = aCluster();

    const { data } = await ask(api);

    expect(api.calls.count('issuer')).toBe(2);
    expect(data.map(({ issuer }) => issuer)).toEqual([
      anIssuer(),
      anIssuer(),
      anIssuer(),
      anIssuer({ conditions: [] }),
    ]);
  });

  it('calls the issuer of each certificate unreadable when it may not be read', async () => {
    const api = aCluster();
    api.fail('issuer', 'denied');

    const { data, partial } = await ask(api);

    expect(data.map(({ issuer }) => issuer)).toEqual(
      Array(4).fill('unreadable'),
    );
    expect(partial?.code).toBe('denied');
  });
});
