import { z } from 'zod';

import type { Reach } from '../client/asInitiator';
import { defineAction } from './defineAction';
import { example } from './exampleRequest';
import { outputFields } from './fields';
import { logLines } from './logLines';
import { onceKey } from './onceKey';
import { leftOverLines } from './words';

const id = 'service-secrets:service:undo';

/** `service-secrets:service:undo`: takes back what one run wrote. */
export function createUndoRunAction(reach: Reach) {
  return defineAction(
    {
      id,
      description:
        'Takes back what one run of an apply wrote, from its ledger, and says what it could not. What the run found already there stays. A dry run asks nothing.',
      examples: [
        example(id, 'Take back a run by its id', {
          runId: '${{ parameters.runId }}',
        }),
        example(id, 'Take back what the apply of this template wrote', {
          runId: '${{ steps.apply.output.runId }}',
        }),
      ],
      input: z.strictObject({
        runId: z
          .string()
          .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/, 'is no run id')
          .describe('Run in the ledger, as the apply said it'),
      }),
      output: z.object({
        runId: z.string().describe('The run that was taken back'),
        removed: outputFields.removed,
        leftOvers: outputFields.leftOvers,
        sentence: outputFields.sentence,
      }),
      async run({ client, logger, isDryRun, once }, { runId }) {
        if (isDryRun) {
          const sentence = `Dry run: run ${runId} was not taken back.`;
          logger.info(sentence);
          return { runId, removed: [], leftOvers: [], sentence };
        }
        const result = await once(onceKey('undo', { runId }), () =>
          client.undo(runId),
        );
        const sentence = `Took back ${result.removed.length} objects of run ${runId}; ${result.leftOvers.length} left over.`;
        logLines(logger, [
          ...result.removed.map(object => `removed ${object}`),
          ...leftOverLines(result.leftOvers),
          sentence,
        ]);
        return { ...result, sentence };
      },
    },
    reach,
  );
}
