import { JsonName } from './x509';

/** Subject attributes other than the common name. */
export interface SubjectParts {
  readonly commonName: string;
  readonly serialNumber?: string;
  readonly userIds?: readonly string[];
  readonly country: readonly string[];
  readonly organization: readonly string[];
  readonly ou: readonly string[];
  readonly locality: readonly string[];
  readonly province: readonly string[];
  readonly street_address: readonly string[];
  readonly postal_code: readonly string[];
}

const userIdOid = '0.9.2342.19200300.100.1.1';

/** A distinguished name with its attributes in the order Go's x509 package writes them. */
export function subjectName(parts: SubjectParts): JsonName {
  const attributes: [string, readonly string[]][] = [
    ['C', parts.country],
    ['O', parts.organization],
    ['OU', parts.ou],
    ['L', parts.locality],
    ['ST', parts.province],
    ['2.5.4.9', parts.street_address],
    ['2.5.4.17', parts.postal_code],
    ['CN', parts.commonName ? [parts.commonName] : []],
    ['2.5.4.5', parts.serialNumber ? [parts.serialNumber] : []],
    [userIdOid, parts.userIds ?? []],
  ];
  return attributes
    .filter(([, values]) => values.length > 0)
    .map(([type, values]) => ({ [type]: [...values] }));
}
