import { durationWords } from 'backstage-plugin-service-secrets-common';

import { certificateLinks, perCertificate } from '../certificates';
import { Check } from '../Check';
import { hasKnownCause } from '../scope';

/** The renewal of the certificate is overdue. */
export const certificateRenewalOverdue: Check = input =>
  perCertificate(input, certificate => {
    const { name, resource, state } = certificate;
    if (state !== 'renewal-overdue' || !resource?.renewalTime) return undefined;
    const late = (input.now.getTime() - resource.renewalTime.getTime()) / 1000;
    return {
      message: `Certificate \`${name}\` should have been renewed ${durationWords(
        late,
      )} ago.`,
      links: hasKnownCause(certificate)
        ? undefined
        : certificateLinks(input, certificate),
    };
  });
