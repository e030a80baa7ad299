import { FindingDefinition } from './FindingDefinition';

/** Severity, sentence and remedy of what can be found about certificates and who issues them. */
export const certificateFindings = {
  certificateExpired: {
    severity: 'broken',
    sentence: 'The certificate has expired',
    remedy: 'Mend what the issuer reports, then let cert-manager renew.',
  },
  certificateNotReady: {
    severity: 'broken',
    sentence: 'The certificate has not been issued',
    remedy: 'Mend what the issuer reports.',
  },
  certificateRenewalOverdue: {
    severity: 'broken',
    sentence: 'The certificate should have been renewed and was not',
    remedy:
      'Look at the newest CertificateRequest; the certificate still reports Ready until it expires.',
  },
  certificateIssuanceFailing: {
    severity: 'risk',
    sentence: 'Issuing the certificate failed and will be tried again',
    remedy:
      'Mend what the issuer reports; a change of the Certificate skips the wait.',
  },
  certificateUnused: {
    severity: 'hygiene',
    sentence: 'No workload mounts the Secret of the certificate',
    remedy: 'Mount it, or remove the Certificate.',
  },
  issuerMissing: {
    severity: 'broken',
    sentence: 'The issuer of the certificate does not exist',
    remedy: 'Create the issuer, or correct issuerRef.',
  },
  issuerNotReady: {
    severity: 'broken',
    sentence: 'The issuer of the certificate is not ready',
    remedy: 'Mend what the issuer reports.',
  },
  issuerPathInvalid: {
    severity: 'broken',
    sentence: 'The issuer signs at a path Vault does not have',
    remedy: 'Use `mount/sign/role` of an existing PKI role.',
  },
  certificateNameNotAllowed: {
    severity: 'broken',
    sentence: 'The PKI role does not allow a name of the certificate',
    remedy:
      'Correct the name, or allowed_domains and its flags on the PKI role.',
  },
  certificateDurationCapped: {
    severity: 'risk',
    sentence: 'The certificate asks for more time than the PKI role gives',
    remedy: 'Ask for at most max_ttl of the PKI role.',
  },
  issuingCaExpiring: {
    severity: 'risk',
    sentence: 'The issuing CA expires soon',
    remedy: 'Rotate the CA before the issuance cliff.',
  },
} as const satisfies Record<string, FindingDefinition>;
