import { z } from 'zod';

import { certificateSchema } from './certificate';
import { databaseRoleSchema } from './databaseRole';
import { findingSchema } from './finding';
import { leaseCountsSchema } from './lease';
import { sourceStatusSchema } from './source';
import { statusSchema } from './state';
import { wiringChainSchema } from './wiring';

/** Everything the tab shows of one environment, the leases' rows excepted: they are paged. */
export const environmentReportSchema = z.object({
  environment: z.string(),
  /** The operator's name of the Vault instance. */
  instance: z.string(),
  cluster: z.string(),
  namespace: z.string(),
  status: statusSchema,
  wiring: z.array(wiringChainSchema),
  /** Absent lists say that the source failed and never answered; empty ones that there is nothing. */
  databaseRoles: z.array(databaseRoleSchema).optional(),
  leases: leaseCountsSchema.optional(),
  certificates: z.array(certificateSchema).optional(),
  findings: z.array(findingSchema),
  sources: z.array(sourceStatusSchema),
});
/** Everything the tab shows of one environment. */
export type EnvironmentReport = z.infer<typeof environmentReportSchema>;

/** A claim that no operator rule and no back-reference confirms. Nothing was read for it. */
export const deniedClaimSchema = z.object({
  environment: z.string(),
  reason: z.string(),
  remedy: z.string(),
  /** What may confirm it could not be read: it is unknown whether it holds. */
  unreadable: z.boolean().optional(),
});
/** A claim that nothing confirms. */
export type DeniedClaim = z.infer<typeof deniedClaimSchema>;

/** The report of one service. */
export const serviceReportSchema = z.object({
  entityRef: z.string(),
  /** The server's clock when it answered: countdowns start from it, not from the browser's clock. */
  servedAt: z.iso.datetime(),
  status: statusSchema,
  environments: z.array(environmentReportSchema),
  denied: z.array(deniedClaimSchema),
});
/** The report of one service. */
export type ServiceReport = z.infer<typeof serviceReportSchema>;
