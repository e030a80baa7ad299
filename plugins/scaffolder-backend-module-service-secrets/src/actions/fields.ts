import {
  findingSchema,
  healthSchema,
  plannedChangeSchema,
  proofStepSchema,
  provisionRequestSchema,
  retireImpactSchema,
} from 'backstage-plugin-service-secrets-common';
import { z } from 'zod';

/** Inputs several actions share. */
export const inputFields = {
  request: provisionRequestSchema.describe(
    'What the service asks for in one environment: offers of the operator, and its own names',
  ),
  digest: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'is no SHA-256 in hexadecimal digits')
    .optional()
    .describe(
      'Digest of the plan that was approved; any other plan is refused. Absent: no approval is asked for',
    ),
  targetPath: z
    .string()
    .max(500)
    .optional()
    .describe('Folder in the workspace the files go into'),
} as const;

/** Outputs several actions share. */
export const outputFields = {
  digest: z
    .string()
    .optional()
    .describe('SHA-256 over the desired state: what an approval names'),
  runId: z
    .string()
    .optional()
    .describe(
      'Run in the ledger, what undo names; absent when nothing was written',
    ),
  writes: z.int().describe('Requests that changed something; 0 on a rerun'),
  changes: z
    .array(plannedChangeSchema)
    .describe('What was written, in a dry run what would be'),
  applied: z
    .array(z.string())
    .describe('Kubernetes objects applied, as Kind namespace/name'),
  sentence: z.string().describe('The outcome in one sentence'),
  files: z
    .array(z.string())
    .describe('Files written, relative to the workspace'),
  health: healthSchema.describe('Health of the service in the environment'),
  findings: z.array(findingSchema).describe('What is wrong and what to do'),
  proof: z
    .array(proofStepSchema)
    .optional()
    .describe('Steps of the live proof, when one was asked for'),
  impact: retireImpactSchema
    .optional()
    .describe('What goes and what still uses it'),
  removed: z.array(z.string()).describe('Objects that were removed'),
  leftOvers: z
    .array(z.object({ what: z.string(), reason: z.string() }))
    .describe('What could not be removed, and why'),
} as const;
