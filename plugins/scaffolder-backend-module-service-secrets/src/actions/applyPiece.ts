import type { ProvisionedKind } from 'backstage-plugin-service-secrets-common';
import { z } from 'zod';

import type { Reach } from '../client/asInitiator';
import { applyPlan } from './applyPlan';
import { defineAction } from './defineAction';
import { example, exampleForExisting, exampleRequest } from './exampleRequest';
import { inputFields, outputFields } from './fields';

/** A piece of what a service needs, written on its own. */
export interface Piece {
  readonly id: string;
  /** Completes "Writes …". */
  readonly what: string;
  readonly only: readonly ProvisionedKind[];
}

/** The pieces. A database role without its place in `allowed_roles` gives no credential, so both go together. */
export const pieces: readonly Piece[] = [
  {
    id: 'service-secrets:policy:apply',
    what: "the service's ACL policy: exactly the paths it reads",
    only: ['policy'],
  },
  {
    id: 'service-secrets:authRole:apply',
    what: "the service's Kubernetes auth role: exactly its service account and namespace",
    only: ['auth-role'],
  },
  {
    id: 'service-secrets:databaseRole:apply',
    what: "the service's database role and its place in the connection's allowed_roles",
    only: ['database-role', 'allowed-role'],
  },
  {
    id: 'service-secrets:staticRole:apply',
    what: "the service's static database role and its place in the connection's allowed_roles",
    only: ['static-role', 'allowed-role'],
  },
  {
    id: 'service-secrets:pkiRole:apply',
    what: "the service's PKI role: exactly its DNS names",
    only: ['pki-role'],
  },
  {
    id: 'service-secrets:kvPlaceholder:apply',
    what: "an empty place for the service's own secrets in the KV store",
    only: ['kv-placeholder'],
  },
];

const needsExisting = ['static-role', 'kv-placeholder'];

/** One action for one piece. */
export function createApplyPieceAction(
  { id, what, only }: Piece,
  reach: Reach,
) {
  const request = only.some(kind => needsExisting.includes(kind))
    ? exampleForExisting
    : exampleRequest;
  return defineAction(
    {
      id,
      description: `Writes ${what}, and nothing else of the plan. A rerun writes nothing; in a dry run it shows the plan.`,
      examples: [
        example(id, 'Write this piece of the plan only', { request }),
        example(id, 'Write this piece of the plan that was approved', {
          request,
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
        writes: outputFields.writes,
        changes: outputFields.changes,
        applied: outputFields.applied,
        sentence: outputFields.sentence,
      }),
      run: (run, input) => applyPlan(run, { ...input, only }),
    },
    reach,
  );
}
