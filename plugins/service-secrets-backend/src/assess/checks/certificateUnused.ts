import { perCertificate } from '../certificates';
import { Check } from '../Check';

/** No workload of the service mounts the certificate's Secret. */
export const certificateUnused: Check = input =>
  perCertificate(input, ({ name, resource, usedBy }) => {
    if (usedBy === 'unreadable') return 'unknown';
    if (!resource || usedBy.length > 0) return undefined;
    return {
      message: `No workload of the service mounts the Secret \`${resource.secretName}\` of certificate \`${name}\`.`,
    };
  });
