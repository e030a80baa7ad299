import { perCertificate } from '../certificates';
import { Check, counted } from '../Check';

/** Issuing the certificate failed and waits for its next attempt. */
export const certificateIssuanceFailing: Check = input =>
  perCertificate(input, ({ name, resource, nextAttemptAt }) => {
    const attempts = resource?.failedIssuanceAttempts ?? 0;
    if (attempts === 0) return undefined;
    const next = nextAttemptAt
      ? `; the next attempt is at ${nextAttemptAt.toISOString()}`
      : '';
    return {
      message: `Issuing \`${name}\` failed: ${counted(
        attempts,
        'attempt',
      )} so far${next}.`,
    };
  });
