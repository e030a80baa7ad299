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
      'service-secrets:plan:render',
    ]);
  });
});
