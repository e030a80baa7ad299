import { z } from 'zod';

import { healthSchema } from '../model';
import { adoptionSchema, nextExpirySchema } from './fleetRow';
import { fleetTargetSchema } from './fleetTarget';

/** The fields whose values a page offers to filter by. */
export const facetNames = [
  'health',
  'owner',
  'system',
  'lifecycle',
  'environment',
  'instance',
  'cluster',
  'delivery',
  'code',
  'adoption',
  'review',
] as const;

/** A value of a field and how many rows have it; `none` for rows without one. */
export const facetValueSchema = z.object({
  value: z.string(),
  count: z.number(),
});
/** A value of a field and how many rows have it. */
export type FacetValue = z.infer<typeof facetValueSchema>;

/** The figures above the table, of all rows a filter fits. */
export const fleetSummarySchema = z.object({
  servedAt: z.iso.datetime(),
  services: z.number(),
  rows: z.number(),
  byHealth: z.record(healthSchema, z.number()),
  byAdoption: z.record(adoptionSchema, z.number()),
  /** Findings first seen within the last day. */
  newFindings: z.number(),
  openFindings: z.number(),
  exceptedFindings: z.number(),
  leases: z.number(),
  irrevocableLeases: z.number(),
  orphanLeases: z.number(),
  certificates: z.number(),
  /** Rows whose numbers are missing in the sums above. */
  rowsWithoutNumbers: z.number(),
  staleRows: z.number(),
  nextExpiry: nextExpirySchema.extend(fleetTargetSchema.shape).optional(),
  nextCliff: nextExpirySchema.extend(fleetTargetSchema.shape).optional(),
  /** Of all rows, whatever the filter, so that a choice can be widened. */
  facets: z.record(z.enum(facetNames), z.array(facetValueSchema)),
});
/** The figures above the table. */
export type FleetSummary = z.infer<typeof fleetSummarySchema>;
