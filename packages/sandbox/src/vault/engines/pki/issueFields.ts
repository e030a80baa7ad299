import { field, FieldValues } from '../fieldSpecs';
import {
  booleanField,
  commaListField,
  durationField,
  textField,
  FieldData,
} from '../fields';

/** A comma list that may come as one text only. */
function commaText(data: FieldData, name: string): string[] | undefined {
  textField(data, name);
  return commaListField(data, name);
}

const none = field<string[]>(commaListField, []);

/** What `issue` and `sign` may be told. */
export const issueFields = {
  common_name: field(textField, ''),
  alt_names: field<string[]>(commaText, []),
  ip_sans: none,
  uri_sans: none,
  other_sans: none,
  user_ids: none,
  serial_number: field(textField, ''),
  ttl: field(durationField, 0),
  not_after: field(textField, ''),
  format: field(textField, 'pem'),
  private_key_format: field(textField, 'der'),
  exclude_cn_from_sans: field(booleanField, false),
  remove_roots_from_chain: field(booleanField, false),
};

/** One request for a certificate. */
export type IssueRequest = FieldValues<typeof issueFields>;
