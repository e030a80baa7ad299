import { perCertificate, pkiRoleLinks } from '../certificates';
import { Check, quoted } from '../Check';

/** The PKI role does not allow a name the certificate asks for. */
export const certificateNameNotAllowed: Check = input =>
  perCertificate(input, certificate => {
    const { name, pki } = certificate;
    if (pki === 'unreadable') return 'unknown';
    if (!pki?.role || !pki.at) return undefined;
    if (!pki.refusedNames) return 'unknown';
    if (pki.refusedNames.length === 0) return undefined;
    return {
      message: `PKI role \`${pki.at.name}\` does not allow ${quoted(
        pki.refusedNames,
      )}, which certificate \`${name}\` asks for.`,
      links: pkiRoleLinks(certificate, pki),
    };
  });
