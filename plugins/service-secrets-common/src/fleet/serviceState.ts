import { z } from 'zod';

import { healthSchema } from '../model';
import { nextExpirySchema } from './fleetRow';

/** How many services one question about states may name. */
export const MOST_STATES = 200;
/** How many services a question for those in some state is answered with at most. */
export const MOST_SERVICES_IN_STATE = 1000;

const part = '[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?';

/** The states of which services are asked for. */
export const serviceStatesRequestSchema = z.object({
  entityRefs: z
    .array(
      z
        .string()
        .max(191)
        .regex(new RegExp(`^${part}:${part}/${part}$`)),
    )
    .min(1)
    .max(MOST_STATES),
});
/** The states of which services are asked for. */
export type ServiceStatesRequest = z.infer<typeof serviceStatesRequestSchema>;

/** What the fleet remembers of a service, in short; of several environments the worst one. */
export const serviceStateSchema = z.object({
  /** In lower case, as the catalog writes it. */
  entityRef: z.string(),
  health: healthSchema,
  /** The worst open finding in words, or that all is well. */
  sentence: z.string(),
  /** The one the sentence is about; empty when the annotations cannot be read. */
  environment: z.string(),
  /** What ends first, in any environment. */
  nextExpiry: nextExpirySchema.optional(),
  /** When that environment was last read successfully; absent: never. */
  collectedAt: z.iso.datetime().optional(),
  /** The last collection failed somewhere; what is said is from an earlier one. */
  stale: z.boolean(),
});
/** What the fleet remembers of a service, in short. */
export type ServiceState = z.infer<typeof serviceStateSchema>;

/** The states of services. One that is missing is not in the fleet, or not for the caller to read. */
export const serviceStatesSchema = z.object({
  servedAt: z.iso.datetime(),
  items: z.array(serviceStateSchema),
});
/** The states of services. */
export type ServiceStates = z.infer<typeof serviceStatesSchema>;

/** The services in some state that the caller may read, the worst first. */
export const servicesInStateSchema = z.object({
  servedAt: z.iso.datetime(),
  items: z.array(
    z.object({
      entityRef: z.string(),
      /** The catalog's id of the entity, which its lists can be filtered by. */
      uid: z.string().optional(),
      health: healthSchema,
    }),
  ),
  /** False: there are more than an answer holds. */
  complete: z.boolean(),
});
/** The services in some state that the caller may read. */
export type ServicesInState = z.infer<typeof servicesInStateSchema>;
