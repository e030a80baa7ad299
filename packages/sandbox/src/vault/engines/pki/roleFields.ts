import { field, FieldValues } from '../fieldSpecs';
import {
  booleanField,
  commaListField,
  durationField,
  integerField,
  stringListField,
  textField,
} from '../fields';

const no = field(booleanField, false);
const yes = field(booleanField, true);
const none = field<string[]>(commaListField, []);

/** Every field of a role with Vault's defaults. */
export const roleFields = {
  issuer_ref: field(textField, 'default'),
  ttl: field(durationField, 0),
  max_ttl: field(durationField, 0),
  allow_localhost: yes,
  allowed_domains: none,
  allowed_domains_template: no,
  allow_bare_domains: no,
  allow_subdomains: no,
  allow_glob_domains: no,
  allow_wildcard_certificates: yes,
  allow_any_name: no,
  allow_token_displayname: no,
  enforce_hostnames: yes,
  allow_ip_sans: yes,
  allowed_uri_sans: none,
  allowed_uri_sans_template: no,
  allowed_other_sans: none,
  allowed_serial_numbers: none,
  allowed_user_ids: none,
  server_flag: yes,
  client_flag: yes,
  code_signing_flag: no,
  email_protection_flag: no,
  key_type: field(textField, 'rsa'),
  key_bits: field(integerField, 0),
  signature_bits: field(integerField, 0),
  use_pss: no,
  key_usage: field(commaListField, [
    'DigitalSignature',
    'KeyAgreement',
    'KeyEncipherment',
  ]),
  ext_key_usage: none,
  ext_key_usage_oids: none,
  use_csr_common_name: yes,
  use_csr_sans: yes,
  ou: none,
  organization: none,
  country: none,
  locality: none,
  province: none,
  street_address: none,
  postal_code: none,
  generate_lease: no,
  no_store: no,
  require_cn: yes,
  cn_validations: field(commaListField, ['email', 'hostname']),
  policy_identifiers: field<string[]>(stringListField, []),
  basic_constraints_valid_for_non_ca: no,
  not_before_duration: field(durationField, 30),
  not_after: field(textField, ''),
};

/** A role: what certificates it lets callers have. */
export type PkiRole = FieldValues<typeof roleFields>;
