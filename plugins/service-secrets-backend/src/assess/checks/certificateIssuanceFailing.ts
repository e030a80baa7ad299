import { durationWords } from 'backstage-plugin-service-secrets-common';

import { perCertificate } from '../certificates';
import { Check, counted } from '../Check';

function when(time: Date, now: Date): string {
  const seconds = (time.getTime() - now.getTime()) / 1000;
  return seconds > 0 ? `in ${durationWords(seconds)}` : 'due';
}

/** Issuing the certificate failed and waits for its next attempt. */
export const certificateIssuanceFailing: Check = input =>
  perCertificate(input, ({ name, resource, nextAttemptAt }) => {
    const attempts = resource?.failedIssuanceAttempts ?? 0;
    if (attempts === 0) return undefined;
    const next = nextAttemptAt
      ? `; the next attempt is ${when(nextAttemptAt, input.now)}`
      : '';
    return {
      message: `Issuing \`${name}\` failed: ${counted(
        attempts,
        'attempt',
      )} so far${next}.`,
    };
  });
