import { PkiRole } from './roleFields';
import { ExtendedKeyUsage, KeyUsageFlags } from './x509';

const usages: Record<string, KeyUsageFlags> = {
  digitalsignature: KeyUsageFlags.digitalSignature,
  contentcommitment: KeyUsageFlags.nonRepudiation,
  keyencipherment: KeyUsageFlags.keyEncipherment,
  dataencipherment: KeyUsageFlags.dataEncipherment,
  keyagreement: KeyUsageFlags.keyAgreement,
  certsign: KeyUsageFlags.keyCertSign,
  crlsign: KeyUsageFlags.cRLSign,
  encipheronly: KeyUsageFlags.encipherOnly,
  decipheronly: KeyUsageFlags.decipherOnly,
};

const extendedUsages: Record<string, string> = {
  any: '2.5.29.37.0',
  serverauth: ExtendedKeyUsage.serverAuth,
  clientauth: ExtendedKeyUsage.clientAuth,
  codesigning: ExtendedKeyUsage.codeSigning,
  emailprotection: ExtendedKeyUsage.emailProtection,
  ipsecendsystem: '1.3.6.1.5.5.7.3.5',
  ipsectunnel: '1.3.6.1.5.5.7.3.6',
  ipsecuser: '1.3.6.1.5.5.7.3.7',
  timestamping: ExtendedKeyUsage.timeStamping,
  ocspsigning: ExtendedKeyUsage.ocspSigning,
};

/** The bits of a role's `key_usage`; names nobody knows count for nothing, as in Vault. */
export function keyUsageBits(names: readonly string[]): number {
  return names.reduce(
    (bits, name) => bits | (usages[name.trim().toLowerCase()] ?? 0),
    0,
  );
}

/** The extended usages of a role: its flags, its names, its object identifiers. */
export function extendedKeyUsages(role: PkiRole): string[] {
  const flags: [boolean, string][] = [
    [role.server_flag, ExtendedKeyUsage.serverAuth],
    [role.client_flag, ExtendedKeyUsage.clientAuth],
    [role.code_signing_flag, ExtendedKeyUsage.codeSigning],
    [role.email_protection_flag, ExtendedKeyUsage.emailProtection],
  ];
  const named = role.ext_key_usage.map(
    name => extendedUsages[name.trim().toLowerCase()],
  );
  return [
    ...new Set([
      ...flags.filter(([set]) => set).map(([, usage]) => usage),
      ...named.filter(usage => usage !== undefined),
      ...role.ext_key_usage_oids,
    ]),
  ];
}
