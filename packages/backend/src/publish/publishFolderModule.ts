import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import path from 'node:path';

import { createPublishFolderAction } from './actions/publishFolder';
import { PublishedFolder } from './PublishedFolder';
import { createUnpublishFolderAction } from './actions/unpublishFolder';

/** Gives the scaffolder of this demo a place to publish to that needs no Git host. */
export const publishFolderModule = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'demo-publish-folder',
  register(registry) {
    registry.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ actions, config }) {
        const folder = config.getString('demo.publishedFolder');
        const published = new PublishedFolder(path.resolve(folder));
        actions.addActions(
          createPublishFolderAction(published),
          createUnpublishFolderAction(published),
        );
      },
    });
  },
});
