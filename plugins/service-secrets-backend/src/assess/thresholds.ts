/** What "soon", "too many" and "too long" mean. Every number an operator may change is here. */
export interface Thresholds {
  /** A certificate that nothing renews is `expiring` from this long before its end. */
  readonly certificateExpiresSoonMs: number;
  /** A CA is reported from this long before its end. */
  readonly caExpiresSoonMs: number;
  /** A lease is `expiring` when this fraction of its default TTL, or less, is left. */
  readonly leaseExpiring: number;
  /** A renewal is overdue when this fraction of the certificate's life has passed since its time. */
  readonly renewalOverdue: number;
  /** Leases may exceed what a rolling update explains by this factor. */
  readonly leaseBudget: number;
  /** Pods get this long to log in before a missing lease is a problem. */
  readonly podStartMs: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The thresholds of an operator who configures none. */
export const defaultThresholds: Thresholds = {
  certificateExpiresSoonMs: 7 * DAY,
  caExpiresSoonMs: 60 * DAY,
  leaseExpiring: 0.2,
  renewalOverdue: 0.1,
  leaseBudget: 1.5,
  podStartMs: 2 * MINUTE,
};
