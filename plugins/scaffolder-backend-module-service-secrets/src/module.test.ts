import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';

import { scaffolderModuleServiceSecrets } from './module';

describe('scaffolderModuleServiceSecrets', () => {
  it('adds its actions with ids of our own provider', async () => {
    const addActions = jest.fn();

    await startTestBackend({
      extensionPoints: [[scaffolderActionsExtensionPoint, { addActions }]],
      features: [
        scaffolderModuleServiceSecrets,
        mockServices.rootConfig.factory({ data: {} }),
      ],
    });

    expect(addActions.mock.calls.flat().map(({ id }) => id)).toEqual([
      'service-secrets:service:plan',
      'service-secrets:service:apply',
      'service-secrets:service:verify',
      'service-secrets:service:retire',
      'service-secrets:service:undo',
      'service-secrets:policy:apply',
      'service-secrets:authRole:apply',
      'service-secrets:databaseRole:apply',
      'service-secrets:staticRole:apply',
      'service-secrets:pkiRole:apply',
      'service-secrets:kvPlaceholder:apply',
      'service-secrets:manifests:render',
      'service-secrets:manifests:apply',
      'service-secrets:gitops:render',
      'service-secrets:entity:annotate',
    ]);
  });
});
