import { ttlWords } from 'backstage-plugin-service-secrets-common';

import { perCertificate } from '../certificates';
import { Check } from '../Check';

/** The certificate asks for a longer life than its PKI role gives. */
export const certificateDurationCapped: Check = input =>
  perCertificate(input, ({ name, resource, pki }) => {
    if (pki === 'unreadable') return 'unknown';
    if (!resource || !pki?.at || pki.maxTtlSeconds === 0) return undefined;
    if (resource.durationSeconds <= pki.maxTtlSeconds) return undefined;
    return {
      message: `Certificate \`${name}\` asks for ${ttlWords(
        resource.durationSeconds,
      )}; PKI role \`${pki.at.name}\` gives at most ${ttlWords(
        pki.maxTtlSeconds,
      )}.`,
    };
  });
