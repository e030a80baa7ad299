import { z } from 'zod';

/** One service in one environment: what a row of the fleet is about, and what a review or an exception names. */
export const fleetTargetSchema = z.object({
  entityRef: z.string().min(1).max(200),
  /** Empty for a service whose annotations cannot be read. */
  environment: z.string().max(100),
});
/** One service in one environment. */
export type FleetTarget = z.infer<typeof fleetTargetSchema>;
