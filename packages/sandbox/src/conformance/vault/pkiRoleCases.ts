import { defineCases } from '../defineCases';
import { Json } from '../Transcript';
import { mountWithWebRole, rootMount } from './pkiSetup';

const source =
  'Vault API: PKI roles; builtin/logical/pki/path_roles.go, cert_util.go';

/** A role, and the requests tried with it. */
interface NameRow {
  readonly role: Record<string, Json>;
  readonly names: readonly string[];
}

const rows: Readonly<Record<string, NameRow>> = {
  subdomains: {
    role: {},
    names: ['a.example.test', 'a.b.example.test', 'example.test', 'other.test'],
  },
  'bare domains': {
    role: { allow_bare_domains: true, allow_subdomains: false },
    names: ['example.test', 'EXAMPLE.test', 'a.example.test'],
  },
  globs: {
    role: {
      allowed_domains: 'w*.example.test',
      allow_subdomains: false,
      allow_glob_domains: true,
    },
    names: ['web.example.test', 'api.example.test', 'wx.y.example.test'],
  },
  wildcards: {
    role: { allow_bare_domains: true },
    names: [
      '*.example.test',
      'a*.example.test',
      'a.*.example.test',
      '*.*.example.test',
      '*',
    ],
  },
  'no wildcards': {
    role: { allow_wildcard_certificates: false },
    names: ['*.example.test', 'a.example.test'],
  },
  'any name': {
    role: { allow_any_name: true },
    names: [
      'other.test',
      'with space',
      'a_b.test',
      '-a.test',
      'a@example.test',
    ],
  },
  'any name without host rules': {
    role: { allow_any_name: true, enforce_hostnames: false },
    names: ['with space', 'a_b.test', 'Grüße'],
  },
  localhost: { role: {}, names: ['localhost', 'a.localhost', 'localdomain'] },
  'no localhost': { role: { allow_localhost: false }, names: ['localhost'] },
  'mail addresses': {
    role: { allow_bare_domains: true },
    names: ['a@example.test', 'a@b.example.test', 'a@other.test', 'a@b@c'],
  },
};

const nameCases = defineCases(
  source,
  Object.fromEntries(
    Object.entries(rows).map(([name, { role, names }]) => [
      `pki names: ${name}`,
      async vault => {
        const mount = await mountWithWebRole(vault, role);
        for (const common_name of names) {
          await vault.post(`${mount}/issue/web`, { common_name });
        }
      },
    ]),
  ),
);

/** What is asked besides the name, for one role. */
const requests: Readonly<Record<string, readonly Record<string, Json>[]>> = {
  'more names': [
    { alt_names: 'b.example.test,c.example.test' },
    { alt_names: 'b.example.test,other.test' },
    { alt_names: '' },
    { alt_names: ['b.example.test'] },
    { alt_names: 'x@example.test' },
  ],
  addresses: [
    { ip_sans: '127.0.0.1,::1' },
    { ip_sans: ['10.0.0.1'] },
    { ip_sans: '300.1.1.1' },
  ],
  URIs: [{ uri_sans: 'spiffe://example.test/a' }, { uri_sans: 'no uri' }],
  'other names': [{ other_sans: '1.2.3.4;UTF8:a' }, { other_sans: 'nonsense' }],
  lifetimes: [
    { ttl: '1h' },
    { ttl: '100h' },
    { ttl: 'soon' },
    { ttl: -5 },
    { ttl: '1h', not_after: '2030-01-01T00:00:00Z' },
    { not_after: 'soon' },
  ],
  formats: [
    { format: 'pem_bundle' },
    { format: 'text' },
    { private_key_format: 'pkcs8' },
    { exclude_cn_from_sans: true },
    { remove_roots_from_chain: true },
  ],
  'fields nobody knows': [{ comon_name: 'x' }, { serial_number: 'x' }],
};

const requestCases = defineCases(
  source,
  Object.fromEntries(
    Object.entries(requests).map(([name, bodies]) => [
      `pki requests: ${name}`,
      async vault => {
        const mount = await mountWithWebRole(vault);
        for (const body of bodies) {
          const common_name = 'a.example.test';
          await vault.post(`${mount}/issue/web`, { common_name, ...body });
        }
      },
    ]),
  ),
);

/** Roles of the PKI engine and the names they allow. */
export const pkiRoleCases = [
  ...nameCases,
  ...requestCases,
  ...defineCases(source, {
    'pki role: written, read, listed and removed': async vault => {
      const mount = await rootMount(vault);
      await vault.list(`${mount}/roles`);
      await vault.post(`${mount}/roles/web`, {
        allowed_domains: 'a.test, b.test',
        ttl: '1h',
        max_ttl: '2h',
        key_type: 'ec',
      });
      await vault.get(`${mount}/roles/web`);
      await vault.list(`${mount}/roles`);
      await vault.delete(`${mount}/roles/web`);
      await vault.delete(`${mount}/roles/web`);
      await vault.get(`${mount}/roles/web`);
    },
    'pki role: a write resets, a patch keeps': async vault => {
      const mount = await mountWithWebRole(vault);
      await vault.patch(`${mount}/roles/web`, { ttl: '3h' });
      await vault.post(`${mount}/roles/web`, { ttl: '3h' });
      await vault.patch(`${mount}/roles/none`, { ttl: '3h' });
    },
    'pki role: what makes no sense is refused': async vault => {
      const mount = await vault.mount('pki');
      const path = `${mount}/roles/web`;
      const bodies: readonly Json[] = [
        { ttl: '2h', max_ttl: '1h' },
        { key_type: 'dsa' },
        { key_type: 'rsa', key_bits: 1000 },
        { key_type: 'ec', key_bits: 100 },
        { ext_key_usage_oids: 'x' },
        { policy_identifiers: 'x' },
        { key_usage: 'Nothing' },
        { ext_key_usage: 'Nothing' },
        { not_before_duration: 'soon' },
        { allowed_domains: { a: 1 } },
        { allow_any_name: 'perhaps' },
        { issuer_ref: 'none' },
        { allowed_other_sans: 'nonsense' },
        { cn_validations: 'other' },
        { signature_bits: 5 },
      ];
      for (const body of bodies) await vault.post(path, body);
    },
    'pki role: leases and storage': async vault => {
      const mount = await rootMount(vault);
      const path = `${mount}/roles/web`;
      await vault.post(path, { generate_lease: true });
      await vault.post(path, { no_store: true });
      await vault.post(path, { generate_lease: true, no_store: true });
    },
    'pki role: usages are in the certificate': async vault => {
      const mount = await mountWithWebRole(vault, {
        server_flag: false,
        client_flag: true,
        code_signing_flag: true,
        key_usage: ['DigitalSignature'],
        ext_key_usage: 'EmailProtection',
        organization: 'Example',
        ou: ['a', 'b'],
        country: 'DE',
        basic_constraints_valid_for_non_ca: true,
        policy_identifiers: ['1.2.3.4'],
      });
      await vault.post(`${mount}/issue/web`, { common_name: 'a.example.test' });
    },
    'pki role: without addresses, mail or hosts': async vault => {
      const mount = await mountWithWebRole(vault, {
        allow_ip_sans: false,
        cn_validations: 'email',
        require_cn: false,
      });
      const path = `${mount}/issue/web`;
      const common_name = 'a.example.test';
      await vault.post(path, { common_name });
      await vault.post(path, { alt_names: common_name, ip_sans: '1.2.3.4' });
      await vault.post(path, { alt_names: common_name });
    },
  }),
];
