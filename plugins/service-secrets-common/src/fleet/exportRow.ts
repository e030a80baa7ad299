import { z } from 'zod';

import { fleetFilterSchema } from './fleetPage';
import { fleetRowSchema } from './fleetRow';

/** The columns of a CSV export, in order. The JSON export holds whole rows. */
export const exportRowSchema = z.object({
  entityRef: z.string(),
  title: z.string(),
  owner: z.string(),
  system: z.string(),
  lifecycle: z.string(),
  environment: z.string(),
  instance: z.string(),
  cluster: z.string(),
  namespace: z.string(),
  delivery: z.string(),
  adoption: z.string(),
  health: z.string(),
  sentence: z.string(),
  openFindings: z.string(),
  exceptions: z.string(),
  databaseRoles: z.string(),
  leases: z.string(),
  leaseBudget: z.string(),
  certificates: z.string(),
  nextExpiry: z.string(),
  nextExpiryAt: z.string(),
  collectedAt: z.string(),
  stale: z.string(),
  reviewState: z.string(),
  reviewedBy: z.string(),
  reviewedAt: z.string(),
  reviewedUntil: z.string(),
  reviewNote: z.string(),
  mutedUntil: z.string(),
  mutedBy: z.string(),
  mutedReason: z.string(),
});
/** One line of a CSV export. */
export type ExportRow = z.infer<typeof exportRowSchema>;

/** A JSON export: evidence of what was known, of whom it was asked and how it was chosen. */
export const fleetExportSchema = z.object({
  exportedAt: z.iso.datetime(),
  exportedBy: z.string(),
  filter: fleetFilterSchema,
  rows: z.array(fleetRowSchema),
});
/** A JSON export. */
export type FleetExport = z.infer<typeof fleetExportSchema>;
