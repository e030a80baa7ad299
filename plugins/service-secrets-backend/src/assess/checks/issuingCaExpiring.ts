import { durationWords } from 'backstage-plugin-service-secrets-common';

import { perCertificate } from '../certificates';
import { Check } from '../Check';

/** The CA behind a certificate ends soon, or already before a full life would. */
export const issuingCaExpiring: Check = input =>
  perCertificate(input, ({ name, pki, issuanceCliffAt }) => {
    if (pki === 'unreadable') return 'unknown';
    if (!pki?.role) return undefined;
    if (pki.ca === 'unreadable') return 'unknown';
    if (!pki.ca) return undefined;
    const left = pki.ca.notAfter.getTime() - input.now.getTime();
    const pastCliff =
      issuanceCliffAt !== undefined && issuanceCliffAt <= input.now;
    if (left > input.thresholds.caExpiresSoonMs && !pastCliff) return undefined;
    const when =
      left > 0 ? `expires in ${durationWords(left / 1000)}` : 'has expired';
    const cliff = pastCliff
      ? ': new certificates no longer get their full life'
      : '';
    return {
      message: `The CA that issues \`${name}\` ${when}${cliff}.`,
    };
  });
