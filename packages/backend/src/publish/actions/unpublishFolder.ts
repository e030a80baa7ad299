import { createTemplateAction } from '@backstage/plugin-scaffolder-node';

import { PublishedFolder } from '../PublishedFolder';

const examples = [
  {
    description: 'Take the service orders-export off the catalog',
    example: [
      'steps:',
      '  - id: unpublish',
      '    name: Unpublish',
      '    action: demo:unpublish:folder',
      '    input:',
      '      name: orders-export',
    ].join('\n'),
  },
];

/** `demo:unpublish:folder`: removes what `demo:publish:folder` made; the catalog then drops the entity. */
export function createUnpublishFolderAction(published: PublishedFolder) {
  return createTemplateAction({
    id: 'demo:unpublish:folder',
    description:
      'Removes the folder of a service that was published on this machine, and with it its entity in the catalog.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        name: z => z.string({ description: 'Name of the service' }),
      },
      output: {
        removed: z =>
          z.boolean({ description: 'Whether there was anything to remove' }),
      },
    },
    async handler(ctx) {
      const { name } = ctx.input;
      const folder = published.pathOf(name);
      if (ctx.isDryRun) {
        ctx.logger.info(`Would remove ${folder}.`);
        return;
      }
      const removed = await published.remove(name);
      ctx.output('removed', removed);
      ctx.logger.info(
        removed
          ? `Removed ${folder}.`
          : `${name} was not published here, so there is nothing to remove.`,
      );
    },
  });
}
