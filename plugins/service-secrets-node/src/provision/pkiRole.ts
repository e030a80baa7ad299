import { DesiredFields } from './DesiredState';
import { CertificateSpec } from './ServiceSpec';

/**
 * The PKI role of a service: exactly its DNS names, for servers, on keys
 * cert-manager makes by default. Fields that stay at Vault's default are named
 * too: Vault replaces a PKI role as a whole, so a write would reset what
 * somebody changed, and nobody would have seen that in the plan.
 */
export function pkiRole(spec: CertificateSpec): DesiredFields {
  return {
    allowed_domains: [...spec.dnsNames].sort(),
    // A name equal to an allowed domain is a "bare domain"; without this flag Vault refuses it.
    allow_bare_domains: true,
    allow_subdomains: false,
    allow_glob_domains: false,
    allow_wildcard_certificates: false,
    allow_any_name: false,
    allowed_domains_template: false,
    allowed_uri_sans: [],
    allowed_other_sans: [],
    allow_localhost: false,
    allow_ip_sans: false,
    enforce_hostnames: true,
    require_cn: false,
    issuer_ref: 'default',
    server_flag: true,
    client_flag: true,
    code_signing_flag: false,
    email_protection_flag: false,
    key_usage: ['DigitalSignature', 'KeyAgreement', 'KeyEncipherment'],
    ext_key_usage: [],
    use_csr_common_name: true,
    use_csr_sans: true,
    organization: [],
    ou: [],
    generate_lease: false,
    no_store: false,
    key_type: 'rsa',
    key_bits: 2048,
    max_ttl: spec.durationSeconds,
  };
}
