import { ConflictError } from '@backstage/errors';
import { z } from 'zod';

import type { Reach } from '../client/asInitiator';
import { oneLine } from '../client/oneLine';
import { requireApproved } from './applyPlan';
import { defineAction } from './defineAction';
import { example, exampleForExisting, exampleRequest } from './exampleRequest';
import { inputFields, outputFields } from './fields';
import { logLines } from './logLines';
import { planAnnotations } from './planAnnotations';
import { changeLines, conflictSentence, planSentence } from './words';

const id = 'service-secrets:service:plan';

/** `service-secrets:service:plan`: what an apply would do, object by object. */
export function createPlanServiceAction(reach: Reach) {
  return defineAction(
    {
      id,
      description:
        'Plans what a service needs in Vault and Kubernetes and shows the difference to what is there, field by field. Writes nothing; fails when an object belongs to somebody else, or when the plan is not the approved one.',
      examples: [
        example(id, 'Plan a database credential and a certificate', {
          request: exampleRequest,
        }),
        example(id, 'Stop early when the plan is not the approved one', {
          request: exampleForExisting,
          digest: '${{ parameters.approval.digest }}',
        }),
      ],
      input: z.strictObject({
        request: inputFields.request,
        digest: inputFields.digest,
        allowConflicts: z
          .boolean()
          .optional()
          .describe(
            'Show objects of somebody else as conflicts instead of failing',
          ),
      }),
      output: z.object({
        digest: z
          .string()
          .describe('SHA-256 over the desired state: what an approval names'),
        mode: z
          .enum(['plan-only', 'apply'])
          .describe(
            'Whether Backstage may write; with plan-only, hand files to a pipeline',
          ),
        changes: outputFields.changes,
        files: z.array(z.string()).describe('Manifests of the plan, by path'),
        notes: z
          .array(z.string())
          .describe('What a reviewer should know, in sentences'),
        annotations: z
          .record(z.string(), z.string())
          .describe(
            "What the service's entity has to say so that its tab finds all this",
          ),
        sentence: outputFields.sentence,
      }),
      async run({ client, logger }, { request, digest, allowConflicts }) {
        const plan = await client.plan(request);
        const sentence = planSentence(plan.changes);
        logLines(logger, [
          ...changeLines(plan.changes),
          ...plan.notes.map(note => `note: ${oneLine(note, 400)}`),
          sentence,
        ]);
        requireApproved(plan, digest);
        const conflict = conflictSentence(plan.changes);
        if (conflict && !allowConflicts) {
          throw new ConflictError(`The plan cannot be applied: ${conflict}.`);
        }
        return {
          digest: plan.digest,
          mode: plan.mode,
          changes: plan.changes,
          files: plan.files.map(({ path }) => path),
          notes: plan.notes,
          annotations: planAnnotations(request, plan.changes),
          sentence,
        };
      },
    },
    reach,
  );
}
