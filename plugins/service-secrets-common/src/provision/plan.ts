import { z } from 'zod';

import { provisionedKinds } from './choices';

/** A field of an object that is not as desired. Values are shown, never secrets. */
export const plannedFieldSchema = z.object({
  field: z.string(),
  /** Absent: not set now. */
  from: z.string().optional(),
  to: z.string(),
});

/** What apply would do, or did, to one object. */
export const plannedChangeSchema = z.object({
  kind: z.enum(provisionedKinds),
  /** Where it lives in Vault: `database/roles/svc-grade-api.read-write`. */
  path: z.string(),
  action: z.enum(['create', 'update', 'unchanged', 'conflict']),
  fields: z.array(plannedFieldSchema),
  /** Why the object may not be touched; with `conflict` only. */
  reason: z.string().optional(),
});
/** What apply would do, or did, to one object. */
export type PlannedChange = z.infer<typeof plannedChangeSchema>;

/** A file of a plan: relative path and content. */
export const planFileSchema = z.object({
  path: z.string(),
  content: z.string(),
});
/** A file of a plan. */
export type PlanFile = z.infer<typeof planFileSchema>;

/** A plan as a reviewer sees it. Nothing was written. */
export const provisionPlanSchema = z.object({
  entityRef: z.string(),
  environment: z.string(),
  /** `plan-only`: the operator lets Backstage write nothing; hand the files to a pipeline. */
  mode: z.enum(['plan-only', 'apply']),
  /** SHA-256 over the desired state, hex: an approval names it, and apply refuses another. */
  digest: z.string(),
  changes: z.array(plannedChangeSchema),
  /** Kubernetes manifests, as they would be applied. */
  files: z.array(planFileSchema),
  /** What a reviewer should know, in sentences. */
  notes: z.array(z.string()),
});
/** A plan as a reviewer sees it. */
export type ProvisionPlan = z.infer<typeof provisionPlanSchema>;
