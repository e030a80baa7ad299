import { z } from 'zod';

import { findingSchema, healthSchema } from '../model';
import { plannedChangeSchema } from './plan';

/** What an apply did. A rerun with the same request finishes a broken one; `undo` takes back what it wrote. */
export const applyResultSchema = z.object({
  /** Id of the run in the ledger; what undo names. Empty when there is nothing that an undo could take back. */
  runId: z.string(),
  /** Requests that changed something; 0 on a rerun. */
  writes: z.number(),
  changes: z.array(plannedChangeSchema),
  /** Kubernetes objects applied, as `Kind namespace/name`; empty without the cluster option. */
  applied: z.array(z.string()),
});
/** What an apply did. */
export type ApplyResult = z.infer<typeof applyResultSchema>;

/** What an undo took back and what it could not. */
export const undoResultSchema = z.object({
  runId: z.string(),
  removed: z.array(z.string()),
  leftOvers: z.array(z.object({ what: z.string(), reason: z.string() })),
});
/** What an undo took back and what it could not. */
export type UndoResult = z.infer<typeof undoResultSchema>;

/** One step of a live proof. */
export const proofStepSchema = z.object({
  step: z.enum(['token', 'login', 'credential', 'connect', 'revoke']),
  outcome: z.enum(['ok', 'failed', 'skipped']),
  /** What happened, in words; never a credential. */
  detail: z.string(),
});
/** One step of a live proof. */
export type ProofStep = z.infer<typeof proofStepSchema>;

/** Whether the whole path from pod to credential holds. */
export const verifyResultSchema = z.object({
  health: healthSchema,
  sentence: z.string(),
  findings: z.array(findingSchema),
  /** Present when a live proof was asked for. */
  proof: z.array(proofStepSchema).optional(),
});
/** Whether the whole path from pod to credential holds. */
export type VerifyResult = z.infer<typeof verifyResultSchema>;

/** What a retirement takes away, and what still uses it. */
export const retireImpactSchema = z.object({
  entityRef: z.string(),
  environment: z.string(),
  /** Objects that go, by path, in the order they go. */
  objects: z.array(z.string()),
  leases: z.number(),
  /** Pods that run as the service's service account. */
  pods: z.array(z.string()),
  /** Why the cluster could not say which pods there are; `pods` then says nothing. */
  podsUnknown: z.string().optional(),
  /** Also when it cannot be told. */
  inUse: z.boolean(),
  sentence: z.string(),
});
/** What a retirement takes away, and what still uses it. */
export type RetireImpact = z.infer<typeof retireImpactSchema>;

/** What a retirement did. */
export const retireResultSchema = z.object({
  impact: retireImpactSchema,
  /** Absent in a dry run. */
  revokedLeases: z.number().optional(),
  /** Leases that ended by themselves meanwhile: pods that are removed revoke their own. Absent in a dry run. */
  endedLeases: z.number().optional(),
  removed: z.array(z.string()),
  leftOvers: z.array(z.object({ what: z.string(), reason: z.string() })),
});
/** What a retirement did. */
export type RetireResult = z.infer<typeof retireResultSchema>;
