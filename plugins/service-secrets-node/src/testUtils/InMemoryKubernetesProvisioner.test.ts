import { BACK_REFERENCE_ANNOTATION } from 'backstage-plugin-service-secrets-common';

import { kubernetesProvisionerContract } from '../testSupport/kubernetesProvisionerContract';
import { InMemoryKubernetesProvisioner } from './InMemoryKubernetesProvisioner';

kubernetesProvisionerContract('InMemoryKubernetesProvisioner', async () => {
  const api = new InMemoryKubernetesProvisioner(['grade-api']);
  api.pods.set('grade-api/grade-api', ['grade-api-1']);
  api.objects.set('v1 ServiceAccount grade-api/grade-api', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'grade-api', namespace: 'grade-api' },
  });
  const account = { namespace: 'grade-api', name: 'grade-api' };
  return { api, namespace: 'grade-api', account };
});

describe('InMemoryKubernetesProvisioner', () => {
  it('keeps the object when an answer is lost', async () => {
    const api = new InMemoryKubernetesProvisioner(['grade-api']);
    const manifest = {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: {
        name: 'grade-api',
        namespace: 'grade-api',
        annotations: { [BACK_REFERENCE_ANNOTATION]: 'component:default/a' },
      },
    };
    api.fail('apply', 'unreachable', 'after');

    await expect(api.apply(manifest)).rejects.toMatchObject({
      code: 'unreachable',
    });
    api.calls.recover();
    expect(await api.apply(manifest)).toBe('unchanged');
  });
});
