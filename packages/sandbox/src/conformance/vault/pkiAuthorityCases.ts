import { defineCases } from '../defineCases';
import { VaultSession } from '../VaultSession';
import { rootMount } from './pkiSetup';

const source =
  'Vault API: PKI; builtin/logical/pki/path_root.go, path_intermediate.go, path_fetch_issuers.go, path_config_*.go';

async function rootPem(vault: VaultSession, mount: string): Promise<string> {
  const answer = await vault.prepare('GET', `${mount}/cert/ca`);
  return answer.text('data', 'certificate');
}

/** Certificate authorities: making, reading, configuring. */
export const pkiAuthorityCases = defineCases(source, {
  'pki: a root is made': async vault => {
    const mount = await vault.mount('pki');
    await vault.post(`${mount}/root/generate/internal`, {
      common_name: 'Example Root',
      key_type: 'ec',
      ttl: '100h',
      issuer_name: 'first',
      key_name: 'key-one',
      organization: 'Example',
      country: ['DE'],
    });
    await vault.get(`${mount}/issuer/first`);
    await vault.get(`${mount}/issuer/default`);
  },
  'pki: a root with its key': async vault => {
    const mount = await vault.mount('pki');
    await vault.post(`${mount}/root/generate/exported`, {
      common_name: 'Example Root',
      ttl: '100h',
      alt_names: 'root.example.test',
      ip_sans: '127.0.0.1',
    });
  },
  'pki: a root beyond the lifetime of the mount is cut': async vault => {
    const mount = await vault.mount('pki');
    await vault.post(`${mount}/root/generate/internal`, {
      common_name: 'Example Root',
      key_type: 'ec',
      ttl: '87600h',
    });
  },
  'pki: roots that cannot be made': async vault => {
    const mount = await vault.mount('pki');
    const path = `${mount}/root/generate/internal`;
    const common_name = 'Example Root';
    await vault.post(path, {});
    await vault.post(path, { common_name, key_type: 'dsa' });
    await vault.post(path, { common_name, key_type: 'rsa', key_bits: 1024 });
    await vault.post(path, { common_name, key_type: 'ec', key_bits: 100 });
    await vault.post(path, { common_name, format: 'text' });
    await vault.post(path, { common_name, issuer_name: 'default' });
    await vault.post(path, { common_name, ip_sans: 'not an address' });
    await vault.post(path, { common_name, ttl: '1h', not_after: 'soon' });
    await vault.post(`${mount}/root/generate/other`, { common_name });
  },
  'pki: names of issuers and keys are taken once': async vault => {
    const mount = await vault.mount('pki');
    const path = `${mount}/root/generate/internal`;
    const body = { common_name: 'A', key_type: 'ec', issuer_name: 'one' };
    await vault.prepare('POST', path, { ...body, key_name: 'key' });
    await vault.post(path, body);
    await vault.post(path, {
      common_name: 'A',
      key_type: 'ec',
      key_name: 'key',
    });
    await vault.post(path, { common_name: 'A', issuer_name: 'bad name' });
  },
  'pki: an intermediate is requested, signed and set': async vault => {
    const root = await rootMount(vault);
    const mount = await vault.mount('pki');
    const made = await vault.post(`${mount}/intermediate/generate/internal`, {
      common_name: 'Example Intermediate',
      key_type: 'ec',
    });
    const signed = await vault.post(`${root}/root/sign-intermediate`, {
      csr: made.text('data', 'csr'),
      common_name: 'Example Intermediate',
      ttl: '1000h',
      max_path_length: 0,
    });
    await vault.post(`${mount}/intermediate/set-signed`, {
      certificate: signed.text('data', 'certificate'),
    });
    await vault.get(`${mount}/cert/ca`);
    await vault.get(`${mount}/cert/ca_chain`);
  },
  'pki: a signature beyond the life of the root': async vault => {
    const root = await vault.mount('pki');
    await vault.prepare('POST', `${root}/root/generate/internal`, {
      common_name: 'Short Root',
      key_type: 'ec',
      ttl: '2h',
    });
    const mount = await vault.mount('pki');
    const made = await vault.prepare(
      'POST',
      `${mount}/intermediate/generate/internal`,
      { common_name: 'I', key_type: 'ec' },
    );
    await vault.post(`${root}/root/sign-intermediate`, {
      csr: made.text('data', 'csr'),
      common_name: 'I',
      ttl: '10h',
    });
  },
  'pki: requests that are none are not signed': async vault => {
    const mount = await rootMount(vault);
    const path = `${mount}/root/sign-intermediate`;
    const common_name = 'I';
    await vault.post(path, { common_name });
    await vault.post(path, { common_name, csr: 'no pem' });
    await vault.post(path, {
      common_name,
      csr: '-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----',
    });
  },
  'pki: certificates that are none are not set': async vault => {
    const mount = await vault.mount('pki');
    const path = `${mount}/intermediate/set-signed`;
    await vault.post(path, {});
    await vault.post(path, { certificate: 'no pem' });
    await vault.post(path, {
      certificate:
        '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
    });
  },
  'pki: a certificate of another is imported without its key': async vault => {
    const root = await rootMount(vault);
    const mount = await vault.mount('pki');
    const pem_bundle = await rootPem(vault, root);
    await vault.post(`${mount}/issuers/import/cert`, { pem_bundle });
    await vault.post(`${mount}/issuers/import/cert`, { pem_bundle });
    await vault.list(`${mount}/issuers`);
    await vault.post(`${mount}/issuers/import/cert`, { pem_bundle: 'x' });
  },
  'pki: issuers are listed, renamed and removed': async vault => {
    const mount = await rootMount(vault);
    await vault.list(`${mount}/issuers`);
    await vault.list(`${mount}/issuers`, { token: null });
    await vault.post(`${mount}/issuer/default`, {
      issuer_name: 'renamed',
      leaf_not_after_behavior: 'truncate',
    });
    await vault.patch(`${mount}/issuer/renamed`, {
      leaf_not_after_behavior: 'permit',
    });
    await vault.post(`${mount}/issuer/renamed`, {
      leaf_not_after_behavior: 'other',
    });
    await vault.post(`${mount}/issuer/renamed`, { usage: 'other' });
    await vault.delete(`${mount}/issuer/renamed`);
    await vault.get(`${mount}/issuer/renamed`);
  },
  'pki: issuers nobody has': async vault => {
    const mount = await vault.mount('pki');
    await vault.list(`${mount}/issuers`);
    await vault.get(`${mount}/issuer/default`);
    await vault.get(`${mount}/issuer/none`);
    await vault.get(`${mount}/issuer/none/json`, { token: null });
    await vault.delete(`${mount}/issuer/none`);
    await vault.post(`${mount}/config/issuers`, { default: 'none' });
  },
  'pki: an issuer is read without token in three forms': async vault => {
    const mount = await rootMount(vault);
    await vault.get(`${mount}/issuer/default/json`, { token: null });
    await vault.get(`${mount}/issuer/default/pem`, { token: null });
    await vault.get(`${mount}/ca/pem`, { token: null });
    await vault.get(`${mount}/ca_chain`, { token: null });
    await vault.get(`${mount}/cert/ca`, { token: null });
  },
  'pki: a mount without authority': async vault => {
    const mount = await vault.mount('pki');
    await vault.get(`${mount}/ca/pem`);
    await vault.get(`${mount}/ca_chain`);
    await vault.get(`${mount}/cert/ca`);
    await vault.get(`${mount}/crl/pem`);
    await vault.list(`${mount}/certs`);
    await vault.list(`${mount}/keys`);
  },
  'pki: the root is removed': async vault => {
    const mount = await rootMount(vault);
    await vault.delete(`${mount}/root`);
    await vault.list(`${mount}/issuers`);
    await vault.delete(`${mount}/root`);
  },
  'pki: addresses are configured': async vault => {
    const mount = await vault.mount('pki');
    await vault.get(`${mount}/config/urls`);
    await vault.post(`${mount}/config/urls`, {
      issuing_certificates: 'http://example.test/ca',
      crl_distribution_points: ['http://example.test/crl'],
    });
    await vault.get(`${mount}/config/urls`);
    await vault.post(`${mount}/config/urls`, { ocsp_servers: 'no url' });
  },
  'pki: configured addresses are in certificates': async vault => {
    const mount = await vault.mount('pki');
    await vault.prepare('POST', `${mount}/config/urls`, {
      issuing_certificates: 'http://example.test/ca',
      crl_distribution_points: ['http://example.test/crl'],
      ocsp_servers: ['http://example.test/ocsp'],
    });
    await vault.post(`${mount}/root/generate/internal`, {
      common_name: 'Example Root',
      key_type: 'ec',
    });
  },
  'pki: settings of the CRL': async vault => {
    const mount = await rootMount(vault);
    await vault.get(`${mount}/config/crl`);
    await vault.post(`${mount}/config/crl`, { expiry: '24h' });
    await vault.get(`${mount}/config/crl`);
    await vault.post(`${mount}/config/crl`, { expiry: 'soon' });
    await vault.post(`${mount}/config/crl`, { enable_delta: true });
    await vault.post(`${mount}/config/crl`, { disable: true });
    await vault.get(`${mount}/crl/rotate`);
  },
  'pki: the default issuer and key are configured': async vault => {
    const mount = await rootMount(vault);
    await vault.get(`${mount}/config/issuers`);
    await vault.get(`${mount}/config/keys`);
    await vault.post(`${mount}/config/issuers`, {});
    await vault.post(`${mount}/config/keys`, { default: 'none' });
  },
  'pki: keys are listed and read': async vault => {
    const mount = await vault.mount('pki');
    await vault.prepare('POST', `${mount}/root/generate/internal`, {
      common_name: 'A',
      key_type: 'ec',
      key_name: 'one',
    });
    await vault.list(`${mount}/keys`);
    await vault.get(`${mount}/key/one`);
    await vault.get(`${mount}/key/none`);
    await vault.post(`${mount}/key/one`, { key_name: 'two' });
  },
});
