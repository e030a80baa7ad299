import { createTemplateAction } from '@backstage/plugin-scaffolder-node';

import { commitFolder } from '../commitFolder';
import { PublishedFolder } from '../PublishedFolder';

const examples = [
  {
    description: 'Publish the workspace as the service orders-export',
    example: [
      'steps:',
      '  - id: publish',
      '    name: Publish',
      '    action: demo:publish:folder',
      '    input:',
      '      name: orders-export',
    ].join('\n'),
  },
];

/**
 * `demo:publish:folder`: stands in for a `publish:*` action where there is no
 * Git host. The catalog watches the folder, so nothing has to be registered.
 */
export function createPublishFolderAction(published: PublishedFolder) {
  return createTemplateAction({
    id: 'demo:publish:folder',
    description:
      'Publishes the workspace into a folder of this machine that the catalog watches, as a local Git repository with one commit each time.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        name: z => z.string({ description: 'Name of the service' }),
        keepOthers: z =>
          z
            .boolean({
              description:
                'Whether published files that the workspace does not have stay. Default: no.',
            })
            .optional(),
      },
      output: {
        folder: z => z.string({ description: 'Where it was published' }),
        files: z => z.array(z.string(), { description: 'What was published' }),
        commit: z =>
          z
            .string({ description: 'The commit; absent when there is none' })
            .optional(),
      },
    },
    async handler(ctx) {
      const { name, keepOthers } = ctx.input;
      const publication = { name, keepOthers, workspace: ctx.workspacePath };
      const files = await published.plan(publication);
      ctx.output('folder', published.pathOf(name));
      ctx.output('files', files);
      if (ctx.isDryRun) {
        ctx.logger.info(`Would publish ${name} with ${files.length} files.`);
        return;
      }
      const folder = await published.publish(publication);
      const outcome = await commitFolder({
        folder,
        author: ctx.user?.ref ?? 'scaffolder',
        message: `Publish ${name}\n\nScaffolder task ${ctx.task.id}`,
      });
      if ('commit' in outcome) ctx.output('commit', outcome.commit);
      const ending =
        'commit' in outcome
          ? `as commit ${outcome.commit.slice(0, 12)}`
          : `without a commit, because ${outcome.reason}`;
      ctx.logger.info(
        `Published ${name}: ${files.length} files in ${folder}, ${ending}.`,
      );
    },
  });
}
