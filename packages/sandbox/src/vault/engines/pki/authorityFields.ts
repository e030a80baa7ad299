import { field, FieldValues } from '../fieldSpecs';
import {
  booleanField,
  commaListField,
  durationField,
  integerField,
  textField,
} from '../fields';
import { issueFields } from './issueFields';

const none = field<string[]>(commaListField, []);

/** What making or signing a CA may be told, besides what any certificate may. */
export const authorityFields = {
  ...issueFields,
  key_type: field(textField, 'rsa'),
  key_bits: field(integerField, 0),
  signature_bits: field(integerField, 0),
  key_name: field(textField, ''),
  key_ref: field(textField, 'default'),
  max_path_length: field(integerField, -1),
  permitted_dns_domains: none,
  not_before_duration: field(durationField, 30),
  ou: none,
  organization: none,
  country: none,
  locality: none,
  province: none,
  street_address: none,
  postal_code: none,
};

/** A root has a name in the mount from the start. */
export const rootFields = {
  ...authorityFields,
  issuer_name: field(textField, ''),
};

/** A request for an intermediate says nothing about validity that anyone must keep. */
export const requestFields = {
  ...authorityFields,
  add_basic_constraints: field(booleanField, false),
};

/** Signing another CA. */
export const signAuthorityFields = {
  ...authorityFields,
  csr: field(textField, ''),
  issuer_ref: field(textField, 'default'),
  use_csr_values: field(booleanField, false),
};

/** What every CA request has. */
export type AuthorityRequest = FieldValues<typeof authorityFields>;
