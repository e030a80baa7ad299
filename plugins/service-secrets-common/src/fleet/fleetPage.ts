import { z } from 'zod';

import { findingCodes } from '../findingCodes';
import { healthSchema, severitySchema } from '../model';
import {
  adoptionSchema,
  fleetRowSchema,
  observedDeliverySchema,
} from './fleetRow';
import { reviewStateSchema } from './review';

/** The columns a page can be sorted by; `worst` puts the broken first. */
export const fleetSortSchema = z.enum([
  'worst',
  'title',
  'owner',
  'leases',
  'expiry',
  'collected',
]);
/** A column a page can be sorted by. */
export type FleetSort = z.infer<typeof fleetSortSchema>;

/** What a filter says for rows nobody owns, or that belong to no system. */
export const NO_VALUE = 'none';

/**
 * Which rows are asked for. Values of one field are alternatives, fields are
 * conditions that hold together. `code` and `severity` look at open findings.
 */
export const fleetFilterSchema = z.object({
  owner: z.array(z.string()).optional(),
  system: z.array(z.string()).optional(),
  lifecycle: z.array(z.string()).optional(),
  environment: z.array(z.string()).optional(),
  instance: z.array(z.string()).optional(),
  cluster: z.array(z.string()).optional(),
  delivery: z
    .array(z.enum([...observedDeliverySchema.options, NO_VALUE]))
    .optional(),
  health: z.array(healthSchema).optional(),
  severity: z.array(severitySchema).optional(),
  code: z.array(z.enum(findingCodes)).optional(),
  adoption: z.array(adoptionSchema).optional(),
  review: z.array(reviewStateSchema).optional(),
  /** Part of a title, entity ref, owner, namespace or role name; case does not matter. */
  text: z.string().max(200).optional(),
});
/** Which rows are asked for. */
export type FleetFilter = z.infer<typeof fleetFilterSchema>;

/** A page of rows. `cursor` is what the page before answered as `nextCursor`. */
export const fleetQuerySchema = z.object({
  filter: fleetFilterSchema,
  sort: fleetSortSchema,
  descending: z.boolean(),
  limit: z.int().min(1).max(500),
  cursor: z.string().max(500).optional(),
});
/** A page of rows that is asked for. */
export type FleetQuery = z.infer<typeof fleetQuerySchema>;

/** A page of rows. */
export const fleetPageSchema = z.object({
  servedAt: z.iso.datetime(),
  items: z.array(fleetRowSchema),
  /** All rows the filter fits, on every page. */
  total: z.number(),
  nextCursor: z.string().optional(),
});
/** A page of rows. */
export type FleetPage = z.infer<typeof fleetPageSchema>;
