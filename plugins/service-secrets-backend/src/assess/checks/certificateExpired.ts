import { durationWords } from 'backstage-plugin-service-secrets-common';

import { certificateLinks, perCertificate } from '../certificates';
import { Check } from '../Check';

/** The certificate is past its end. */
export const certificateExpired: Check = input =>
  perCertificate(input, certificate => {
    const end = certificate.resource?.notAfter;
    if (certificate.state !== 'expired' || !end) return undefined;
    const ago = (input.now.getTime() - end.getTime()) / 1000;
    return {
      message: `Certificate \`${certificate.name}\` expired ${durationWords(
        ago,
      )} ago.`,
      links: certificateLinks(input, certificate),
    };
  });
