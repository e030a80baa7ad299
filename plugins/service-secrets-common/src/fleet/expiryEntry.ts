import { z } from 'zod';

/** What can end: a certificate, a CA, the day from which a CA cuts certificates short, a static password. */
export const expiryKindSchema = z.enum([
  'certificate',
  'ca',
  'cliff',
  'rotation',
]);
/** What can end. */
export type ExpiryKind = z.infer<typeof expiryKindSchema>;

/** Something that ends, and who feels it. */
export const expiryEntrySchema = z.object({
  kind: expiryKindSchema,
  name: z.string(),
  at: z.iso.datetime(),
  /** When cert-manager means to renew; a certificate without one ends for good. */
  renewsAt: z.iso.datetime().optional(),
  /** `attention`: nobody renews it, or the renewal is late or failing. */
  urgency: z.enum(['automatic', 'attention']),
  /** One CA is felt by many services. */
  services: z.array(
    z.object({
      entityRef: z.string(),
      environment: z.string(),
      title: z.string(),
      owner: z.string().optional(),
    }),
  ),
});
/** Something that ends, and who feels it. */
export type ExpiryEntry = z.infer<typeof expiryEntrySchema>;

/** What ends in the days to come. `days` has one item per day, empty days too; the first also holds what ended already. */
export const expiryCalendarSchema = z.object({
  servedAt: z.iso.datetime(),
  days: z.array(
    z.object({
      /** UTC, such as 2026-12-24. */
      day: z.iso.date(),
      counts: z.record(expiryKindSchema, z.number()),
      attention: z.number(),
    }),
  ),
  /** Soonest first, at most 2,000; `total` counts all. */
  entries: z.array(expiryEntrySchema),
  total: z.number(),
});
/** What ends in the days to come. */
export type ExpiryCalendar = z.infer<typeof expiryCalendarSchema>;
