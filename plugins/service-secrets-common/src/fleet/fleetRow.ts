import { z } from 'zod';

import { findingCodes } from '../findingCodes';
import { healthSchema, severitySchema, sourceNames } from '../model';
import { fleetTargetSchema } from './fleetTarget';
import { muteSchema } from './mute';
import { reviewSchema } from './review';

/** How a credential or certificate gets into the pods, as far as it can be seen there. */
export const observedDeliverySchema = z.enum([
  'agent-injector',
  'vso',
  'eso',
  'csi',
  'cert-manager',
]);
/** How a credential or certificate gets into the pods. */
export type ObservedDelivery = z.infer<typeof observedDeliverySchema>;

/** `dynamic`: at least one dynamic role or managed certificate. `static`: static roles only. `none`: neither. */
export const adoptionSchema = z.enum(['dynamic', 'static', 'none', 'unknown']);
/** What kind of credentials a service uses. */
export type Adoption = z.infer<typeof adoptionSchema>;

/** A finding as the fleet remembers it. */
export const fleetFindingSchema = z.object({
  /** Stable for the same problem of the same subject. */
  id: z.string(),
  code: z.enum(findingCodes),
  severity: severitySchema,
  environment: z.string(),
  message: z.string(),
  remedy: z.string(),
  /** When a collection saw it first since it was last absent. */
  since: z.iso.datetime(),
  /** Present while somebody's acceptance holds. */
  exception: z
    .object({ id: z.string(), reason: z.string(), until: z.iso.datetime() })
    .optional(),
});
/** A finding as the fleet remembers it. */
export type FleetFinding = z.infer<typeof fleetFindingSchema>;

/** Why a part of a row is old or missing. */
export const fleetSourceNoteSchema = z.object({
  state: z.enum(['stale', 'failed']),
  /** Absent: the whole service could not be collected. */
  source: z.enum(sourceNames).optional(),
  reason: z.string(),
  /** When the data shown was read; absent when there never was any. */
  fetchedAt: z.iso.datetime().optional(),
});
/** Why a part of a row is old or missing. */
export type FleetSourceNote = z.infer<typeof fleetSourceNoteSchema>;

/** What ends next in a row. */
export const nextExpirySchema = z.object({
  what: z.enum(['certificate', 'ca', 'cliff', 'rotation']),
  name: z.string(),
  at: z.iso.datetime(),
});
/** What ends next in a row. */
export type NextExpiry = z.infer<typeof nextExpirySchema>;

/** One service in one environment. Absent numbers say that the source failed and never answered: never zero. */
export const fleetRowSchema = fleetTargetSchema.extend({
  title: z.string(),
  /** Entity ref of the owning group or user; absent: nobody owns it. */
  owner: z.string().optional(),
  system: z.string().optional(),
  lifecycle: z.string().optional(),
  instance: z.string().optional(),
  cluster: z.string().optional(),
  namespace: z.string().optional(),
  deliveryMethods: z.array(observedDeliverySchema),
  health: healthSchema,
  /** The worst open finding in words, or that all is well. */
  sentence: z.string(),
  /** Worst first; excepted ones last. */
  findings: z.array(fleetFindingSchema),
  databaseRoles: z.number().optional(),
  leases: z.number().optional(),
  /** How many leases the replicas need; absent when unknown. */
  leaseBudget: z.number().optional(),
  certificates: z.number().optional(),
  nextExpiry: nextExpirySchema.optional(),
  adoption: adoptionSchema,
  /** When data of this row was last read successfully; absent: never. */
  collectedAt: z.iso.datetime().optional(),
  /** The data is from an earlier run, because the last one failed. */
  stale: z.boolean(),
  sources: z.array(fleetSourceNoteSchema),
  review: reviewSchema,
  /** Its owner gets no notice of it until then; absent: they do. */
  muted: muteSchema.optional(),
});
/** One service in one environment. */
export type FleetRow = z.infer<typeof fleetRowSchema>;
