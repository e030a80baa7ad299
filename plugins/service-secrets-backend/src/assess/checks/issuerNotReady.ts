import { issuerLinks, perCertificate } from '../certificates';
import { Check } from '../Check';

/** The issuer of a certificate is not ready. */
export const issuerNotReady: Check = input =>
  perCertificate(input, certificate => {
    const { resource, issuer } = certificate;
    if (issuer === 'unreadable') return 'unknown';
    if (!resource || !issuer) return undefined;
    // Not cert-manager's own: what it says of itself we do not read.
    if (resource.issuer.group !== undefined) return undefined;
    const ready = issuer.conditions.find(({ type }) => type === 'Ready');
    if (ready?.status === 'True') return undefined;
    const why = ready?.reason ? ` (\`${ready.reason}\`)` : '';
    return {
      message: `${resource.issuer.kind} \`${resource.issuer.name}\` is not ready${why}.`,
      links: issuerLinks(certificate),
    };
  });
