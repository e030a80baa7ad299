import { perCertificate, pkiRoleLinks } from '../certificates';
import { Check } from '../Check';

/** The issuer signs at a path Vault does not have. */
export const issuerPathInvalid: Check = input =>
  perCertificate(input, certificate => {
    const { resource, pki } = certificate;
    if (pki === 'unreadable') return 'unknown';
    if (!resource || !pki || (pki.at && pki.role)) return undefined;
    return {
      message: pki.at
        ? `${resource.issuer.kind} \`${resource.issuer.name}\` signs with the PKI role \`${pki.at.name}\`, which mount \`${pki.at.mount}\` does not have.`
        : `${resource.issuer.kind} \`${resource.issuer.name}\` signs at \`${pki.path}\`, which is not \`mount/sign/role\`.`,
      links: pkiRoleLinks(certificate, pki),
    };
  });
