import { z } from 'zod';

/** The states a certificate is shown in, computed from its dates and not from Ready alone. */
export const certificateStateSchema = z.enum([
  'valid',
  'renewing',
  'expiring',
  'renewal-overdue',
  'failing',
  'expired',
  'not-issued',
  'unknown',
]);
/** The state a certificate is shown in. */
export type CertificateState = z.infer<typeof certificateStateSchema>;

/** One certificate. Times are ISO 8601, UTC. */
export const certificateSchema = z.object({
  name: z.string(),
  state: certificateStateSchema,
  dnsNames: z.array(z.string()),
  secretName: z.string().optional(),
  issuer: z.object({
    kind: z.string(),
    name: z.string(),
    /** `mount/role` of Vault PKI, when the issuer is one of Vault's. */
    pkiRole: z.string().optional(),
    ca: z.string().optional(),
  }),
  notBefore: z.iso.datetime().optional(),
  notAfter: z.iso.datetime().optional(),
  renewsAt: z.iso.datetime().optional(),
  /** From then on a new certificate cannot have its full duration, because the CA ends first. */
  issuanceCliffAt: z.iso.datetime().optional(),
  failedAttempts: z.number(),
  nextAttemptAt: z.iso.datetime().optional(),
  /** What the issuer said last, in our words. */
  reason: z.string().optional(),
  /** Workloads that mount the certificate's Secret. */
  usedBy: z.array(z.string()),
});
/** One certificate. */
export type CertificateRow = z.infer<typeof certificateSchema>;
