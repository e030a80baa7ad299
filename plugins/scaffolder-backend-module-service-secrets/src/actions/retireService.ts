import {
  provisionRequestSchema,
  RetireResult,
} from 'backstage-plugin-service-secrets-common';
import { z } from 'zod';

import type { Reach } from '../client/asInitiator';
import { defineAction } from './defineAction';
import { example } from './exampleRequest';
import { outputFields } from './fields';
import { logLines } from './logLines';
import { onceKey } from './onceKey';
import { impactLines, leftOverLines } from './words';

const id = 'service-secrets:service:retire';
const { entityRef, owner, environment } = provisionRequestSchema.shape;

const exampleInput = {
  entityRef: 'component:default/grade-export',
  owner: 'group:default/grades',
  environment: 'production',
};

/** Pods that are removed with the service revoke their own leases first; those count too. */
function endedWords({
  revokedLeases: revoked = 0,
  endedLeases: alone = 0,
}: RetireResult): string {
  return alone === 0
    ? `Revoked ${revoked} leases`
    : `Revoked ${revoked} leases (${alone} more ended with their pods)`;
}

/** `service-secrets:service:retire`: takes away what a service has, after saying what that is. */
export function createRetireServiceAction(reach: Reach) {
  return defineAction(
    {
      id,
      description:
        'Takes the credentials of a service away: shows what goes and what still uses it, revokes the leases, removes roles, policy and certificates, and says what is left over. Refuses while pods or leases are in use, unless confirmed. In a dry run, or with impactOnly, nothing goes.',
      examples: [
        example(id, 'Show what a retirement would take away', {
          ...exampleInput,
          impactOnly: true,
        }),
        example(id, 'Retire a service that is still in use', {
          ...exampleInput,
          confirmed: true,
          removeManifests: true,
        }),
      ],
      input: z.strictObject({
        entityRef,
        owner,
        environment,
        impactOnly: z
          .boolean()
          .optional()
          .describe('Show the impact and take nothing away'),
        confirmed: z
          .boolean()
          .optional()
          .describe('Retire even while pods or leases are in use'),
        removeManifests: z
          .boolean()
          .optional()
          .describe('Remove the Kubernetes objects that were applied, too'),
      }),
      output: z.object({
        impact: outputFields.impact,
        inUse: z.boolean().describe('Whether something still used it'),
        revokedLeases: z
          .number()
          .optional()
          .describe('Leases that were revoked; absent in a dry run'),
        removed: outputFields.removed,
        leftOvers: outputFields.leftOvers,
        sentence: outputFields.sentence,
      }),
      async run({ client, logger, isDryRun, once }, { impactOnly, ...call }) {
        const dryRun = isDryRun || impactOnly === true;
        const retire = () => client.retire({ ...call, dryRun });
        // Once: a rerun finds nothing and would say that nothing was removed.
        const result = dryRun
          ? await retire()
          : await once(onceKey('retire', call), retire);
        const { endedLeases: _inTheSentence, ...outputs } = result;
        const { impact, removed, leftOvers } = outputs;
        const sentence = dryRun
          ? `Nothing was removed. ${impact.sentence}`
          : `${endedWords(result)}, removed ${removed.length} objects; ${
              leftOvers.length
            } left over.`;
        logLines(logger, [
          ...impactLines(impact),
          ...removed.map(object => `removed ${object}`),
          ...leftOverLines(leftOvers),
          sentence,
        ]);
        return { ...outputs, inUse: impact.inUse, sentence };
      },
    },
    reach,
  );
}
