import { kubernetesContract } from '../testSupport/kubernetesContract';
import { aCertificateResource, anIssuer, aPod, aWorkload } from './builders';
import { aVaultAuth, aVaultDynamicSecret } from './deliveryBuilders';
import { InMemoryKubernetes } from './InMemoryKubernetes';

kubernetesContract('InMemoryKubernetes', async () => ({
  api: new InMemoryKubernetes({
    namespaces: {
      'grade-api': {
        entityRef: 'component:default/grade-api',
        serviceAccounts: ['grade-api'],
        workloads: [aWorkload()],
        pods: [aPod()],
        warnings: [],
        certificates: [aCertificateResource()],
        issuers: { vault: anIssuer() },
        deliveries: [aVaultDynamicSecret(), aVaultAuth()],
      },
    },
  }),
  namespace: 'grade-api',
  entityRef: 'component:default/grade-api',
  serviceAccount: 'grade-api',
  deployment: 'grade-api',
  certificate: 'grade-api-tls',
  dynamicSecret: 'grade-api-db',
}));

describe('InMemoryKubernetes', () => {
  it('answers undefined certificates when cert-manager is not installed', async () => {
    const api = new InMemoryKubernetes({ certManagerInstalled: false });

    expect(await api.certificates('grade-api')).toBeUndefined();
  });

  it('answers undefined delivery resources of an operator that is not installed', async () => {
    const api = new InMemoryKubernetes({ operatorsInstalled: ['vso'] });

    expect(await api.deliveryResources('grade-api', 'eso')).toBeUndefined();
    expect(await api.deliveryResources('grade-api', 'vso')).toEqual([]);
  });

  it('fails as told, with the rule that is missing', async () => {
    const api = new InMemoryKubernetes();
    api.fail('pods', 'denied');

    await expect(api.pods('grade-api', [])).rejects.toMatchObject({
      code: 'denied',
      missingRule: expect.stringContaining('"pods"'),
    });
  });
});
