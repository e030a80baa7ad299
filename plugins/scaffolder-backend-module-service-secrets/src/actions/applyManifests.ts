import { z } from 'zod';

import type { Reach } from '../client/asInitiator';
import { applyPlan } from './applyPlan';
import { defineAction } from './defineAction';
import { example, exampleForExisting, exampleRequest } from './exampleRequest';
import { inputFields, outputFields } from './fields';

const id = 'service-secrets:manifests:apply';

/** `service-secrets:manifests:apply`: applies the manifests of a plan, and nothing to Vault. */
export function createApplyManifestsAction(reach: Reach) {
  return defineAction(
    {
      id,
      description:
        'Applies the manifests of a plan to the cluster and writes nothing to Vault. Takes serviceSecrets.provision.applyManifests of the operator. In a dry run nothing is applied.',
      examples: [
        example(id, 'Apply the workload and its certificate', {
          request: exampleRequest,
        }),
        example(id, 'Apply what an existing workload needs', {
          request: exampleForExisting,
          digest: '${{ parameters.approval.digest }}',
        }),
      ],
      input: z.strictObject({
        request: inputFields.request,
        digest: inputFields.digest,
      }),
      output: z.object({
        runId: outputFields.runId,
        digest: outputFields.digest,
        applied: outputFields.applied,
        sentence: outputFields.sentence,
      }),
      async run(run, input) {
        const { runId, digest, applied, sentence } = await applyPlan(run, {
          ...input,
          only: [],
          applyManifests: true,
        });
        return { runId, digest, applied, sentence };
      },
    },
    reach,
  );
}
