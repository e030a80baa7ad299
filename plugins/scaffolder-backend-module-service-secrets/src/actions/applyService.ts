import { z } from 'zod';

import type { Reach } from '../client/asInitiator';
import { applyPlan } from './applyPlan';
import { defineAction } from './defineAction';
import { example, exampleRequest } from './exampleRequest';
import { inputFields, outputFields } from './fields';

const id = 'service-secrets:service:apply';

/** `service-secrets:service:apply`: writes everything a service needs. */
export function createApplyServiceAction(reach: Reach) {
  return defineAction(
    {
      id,
      description:
        'Writes what a service needs to Vault: policy, auth role, database role, PKI role; and, where the operator allows it, its manifests to the cluster. A rerun writes nothing; what belongs to somebody else is left alone. In a dry run it shows the plan.',
      examples: [
        example(id, 'Apply the plan that was approved in the form', {
          request: exampleRequest,
          digest: '${{ parameters.approval.digest }}',
        }),
        example(id, 'Apply without approval, the manifests too', {
          request: exampleRequest,
          applyManifests: true,
        }),
      ],
      input: z.strictObject({
        request: inputFields.request,
        digest: inputFields.digest,
        applyManifests: z
          .boolean()
          .optional()
          .describe(
            'Apply the manifests to the cluster too; takes serviceSecrets.provision.applyManifests of the operator',
          ),
      }),
      output: z.object({
        runId: outputFields.runId,
        digest: outputFields.digest,
        writes: outputFields.writes,
        changes: outputFields.changes,
        applied: outputFields.applied,
        sentence: outputFields.sentence,
      }),
      run: applyPlan,
    },
    reach,
  );
}
