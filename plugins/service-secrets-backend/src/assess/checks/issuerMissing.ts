import { issuerLinks, perCertificate } from '../certificates';
import { Check } from '../Check';

/** The issuer a certificate names does not exist. */
export const issuerMissing: Check = input =>
  perCertificate(input, certificate => {
    const { name, resource, issuer } = certificate;
    if (issuer === 'unreadable') return 'unknown';
    if (!resource || issuer) return undefined;
    return {
      message: `Certificate \`${name}\` names the ${resource.issuer.kind} \`${resource.issuer.name}\`, which does not exist.`,
      links: issuerLinks(certificate),
    };
  });
