import { z } from 'zod';

/** A day of one service, or of the fleet. */
export const historyPointSchema = z.object({
  /** UTC. */
  day: z.iso.date(),
  findingsOpened: z.number(),
  findingsClosed: z.number(),
  /** At the end of the day; absent when unknown. */
  findingsOpen: z.number().optional(),
  leases: z.number().optional(),
  certificates: z.number().optional(),
  services: z.number().optional(),
  broken: z.number().optional(),
});
/** A day of one service, or of the fleet. */
export type HistoryPoint = z.infer<typeof historyPointSchema>;

/** Days in order, oldest first; days nothing was collected on have no counts. */
export const historySchema = z.object({
  servedAt: z.iso.datetime(),
  points: z.array(historyPointSchema),
});
/** Days in order, oldest first. */
export type History = z.infer<typeof historySchema>;
