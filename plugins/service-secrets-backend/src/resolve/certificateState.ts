import { CertificateState } from 'backstage-plugin-service-secrets-common';
import type { CertificateResource } from 'backstage-plugin-service-secrets-node';

/** What "soon" and "overdue" mean for a certificate. */
export interface CertificateTimes {
  readonly now: Date;
  readonly certificateExpiresSoonMs: number;
  readonly renewalOverdue: number;
}

const HOUR_MS = 3_600_000;

function isIssuing({ conditions }: CertificateResource): boolean {
  return conditions.some(
    ({ type, status }) => type === 'Issuing' && status === 'True',
  );
}

/** From then on a renewal that has not happened is overdue. */
export function overdueAt(
  { notBefore, notAfter, renewalTime }: CertificateResource,
  renewalOverdue: number,
): Date | undefined {
  if (!notBefore || !notAfter || !renewalTime) return undefined;
  const life = notAfter.getTime() - notBefore.getTime();
  return new Date(renewalTime.getTime() + life * renewalOverdue);
}

/** A past time; undefined has not come. */
function past(time: Date | undefined, now: Date): boolean {
  return time !== undefined && time.getTime() <= now.getTime();
}

/** The state of a certificate from its dates: Ready stays True until the very end, so it says too little. */
export function certificateState(
  resource: CertificateResource | undefined,
  { now, certificateExpiresSoonMs, renewalOverdue }: CertificateTimes,
): CertificateState {
  if (!resource?.notAfter) return 'not-issued';
  const { notAfter, renewalTime } = resource;
  if (past(notAfter, now)) return 'expired';
  if (past(overdueAt(resource, renewalOverdue), now)) return 'renewal-overdue';
  if (resource.failedIssuanceAttempts > 0) return 'failing';
  if (isIssuing(resource) || past(renewalTime, now)) return 'renewing';
  const soon = new Date(notAfter.getTime() - certificateExpiresSoonMs);
  // With a renewal ahead an early end is the plan, not a problem.
  return renewalTime === undefined && past(soon, now) ? 'expiring' : 'valid';
}

/** cert-manager waits twice as long after every failure, from one hour up to 32. */
export function nextAttempt({
  lastFailureTime,
  failedIssuanceAttempts: attempts,
}: CertificateResource): Date | undefined {
  if (!lastFailureTime || attempts < 1) return undefined;
  const wait = Math.min(32, 2 ** (attempts - 1)) * HOUR_MS;
  return new Date(lastFailureTime.getTime() + wait);
}
