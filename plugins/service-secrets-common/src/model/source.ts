import { z } from 'zod';

/** The questions a snapshot asks; each is answered or fails on its own. */
export const sourceNames = [
  'workloads',
  'serviceAccount',
  'events',
  'deliveries',
  'authRole',
  'policies',
  'databaseRoles',
  'leases',
  'certificates',
  'pki',
] as const;
/** One of the questions a snapshot asks. */
export type SourceName = (typeof sourceNames)[number];

/** What each source is about, in people's words. */
export const sourceNameWords: Readonly<Record<SourceName, string>> = {
  workloads: 'workloads',
  serviceAccount: 'service accounts',
  events: 'events',
  deliveries: 'secret operators',
  authRole: 'auth role',
  policies: 'policies',
  databaseRoles: 'database roles',
  leases: 'leases',
  certificates: 'certificates',
  pki: 'PKI',
};

/** Why a source failed; a closed list, so that a remedy can be named. */
export const failureCodeSchema = z.enum([
  'denied',
  'not-found',
  'sealed',
  'timeout',
  'rate-limited',
  'bad-answer',
  'unreachable',
  'not-configured',
]);
/** Why a source failed. */
export type FailureCode = z.infer<typeof failureCodeSchema>;

/** Where each part of a report comes from and how fresh it is. Times are ISO 8601, UTC. */
export const sourceStatusSchema = z.object({
  name: z.enum(sourceNames),
  system: z.enum(['vault', 'kubernetes']),
  /** The operator's name of the instance or cluster. */
  target: z.string(),
  state: z.enum(['ok', 'stale', 'failed']),
  /** When the data shown was read. Absent when there never was any. */
  fetchedAt: z.iso.datetime().optional(),
  failure: z
    .object({
      code: failureCodeSchema,
      message: z.string(),
      /** The policy or RBAC rule that is missing, ready to paste. */
      missingRule: z.string().optional(),
    })
    .optional(),
});
/** Where each part of a report comes from and how fresh it is. */
export type SourceStatus = z.infer<typeof sourceStatusSchema>;
