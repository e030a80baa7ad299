import { defineCases } from '../defineCases';
import {
  mountWithWebRole,
  requestPem,
  rootMount,
  weakRequestPem,
} from './pkiSetup';

const source =
  'Vault API: PKI; builtin/logical/pki/path_issue_sign.go, path_revoke.go, path_fetch.go, path_tidy.go';

const common_name = 'web.example.test';

/** Certificates: issuing, signing, reading, revoking. */
export const pkiIssueCases = defineCases(source, {
  'certificate: issued': async vault => {
    const mount = await mountWithWebRole(vault);
    await vault.post(`${mount}/issue/web`, { common_name, ttl: '24h' });
  },
  'certificate: issued with an RSA key by default': async vault => {
    const mount = await mountWithWebRole(vault, { key_type: 'rsa' });
    await vault.post(`${mount}/issue/web`, { common_name });
  },
  'certificate: issued by an ed25519 role': async vault => {
    const mount = await mountWithWebRole(vault, { key_type: 'ed25519' });
    await vault.post(`${mount}/issue/web`, { common_name });
  },
  'certificate: not issued without role, name or authority': async vault => {
    const mount = await mountWithWebRole(vault);
    await vault.post(`${mount}/issue/none`, { common_name });
    await vault.post(`${mount}/issue/web`, {});
    const empty = await vault.mount('pki');
    await vault.post(`${empty}/issue/web`, { common_name });
    await vault.prepare('POST', `${empty}/roles/web`, { allow_any_name: true });
    await vault.post(`${empty}/issue/web`, { common_name });
  },
  'certificate: not issued beyond the life of the authority': async vault => {
    const mount = await vault.mount('pki');
    await vault.prepare('POST', `${mount}/root/generate/internal`, {
      common_name: 'Short Root',
      key_type: 'ec',
      ttl: '2h',
    });
    await vault.prepare('POST', `${mount}/roles/web`, {
      allow_any_name: true,
      key_type: 'ec',
    });
    await vault.post(`${mount}/issue/web`, { common_name, ttl: '10h' });
    await vault.patch(`${mount}/issuer/default`, {
      leaf_not_after_behavior: 'truncate',
    });
    await vault.post(`${mount}/issue/web`, { common_name, ttl: '10h' });
    await vault.patch(`${mount}/issuer/default`, {
      leaf_not_after_behavior: 'permit',
    });
    await vault.post(`${mount}/issue/web`, { common_name, ttl: '10h' });
  },
  'certificate: issued under a lease that ends it': async vault => {
    const mount = await mountWithWebRole(vault, { generate_lease: true });
    const made = await vault.post(`${mount}/issue/web`, { common_name });
    const lease_id = made.text('lease_id');
    await vault.post('sys/leases/lookup', { lease_id });
    await vault.post('sys/leases/renew', { lease_id });
    await vault.post('sys/leases/revoke', { lease_id });
    const serial = made.text('data', 'serial_number');
    await vault.get(`${mount}/cert/${serial}`);
  },
  'certificate: a role that stores nothing': async vault => {
    const mount = await mountWithWebRole(vault, { no_store: true });
    const made = await vault.post(`${mount}/issue/web`, { common_name });
    await vault.get(`${mount}/cert/${made.text('data', 'serial_number')}`);
  },
  'certificate: signed from a request': async vault => {
    const mount = await mountWithWebRole(vault);
    const path = `${mount}/sign/web`;
    await vault.post(path, { csr: requestPem });
    await vault.post(path, { csr: requestPem, common_name: 'x.example.test' });
    await vault.post(path, { csr: requestPem, alt_names: 'x.example.test' });
    await vault.post(path, { csr: requestPem, format: 'pem_bundle' });
  },
  'certificate: names of the request or of the caller': async vault => {
    const mount = await mountWithWebRole(vault, {
      use_csr_common_name: false,
      use_csr_sans: false,
    });
    const path = `${mount}/sign/web`;
    await vault.post(path, { csr: requestPem });
    await vault.post(path, { csr: requestPem, common_name: 'x.example.test' });
    await vault.post(path, { csr: requestPem, common_name: 'other.test' });
  },
  'certificate: requests that are none are not signed': async vault => {
    const mount = await mountWithWebRole(vault);
    const path = `${mount}/sign/web`;
    await vault.post(path, {});
    await vault.post(path, { csr: 'no pem' });
    await vault.post(path, {
      csr: '-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----',
    });
    await vault.post(path, { csr: requestPem.replace('MII', 'MIJ') });
    await vault.post(path, { csr: weakRequestPem });
  },
  'certificate: a request with another key than the role takes':
    async vault => {
      const mount = await mountWithWebRole(vault, { key_type: 'rsa' });
      await vault.post(`${mount}/sign/web`, { csr: requestPem });
      const strong = await mountWithWebRole(vault, { key_bits: 384 });
      await vault.post(`${strong}/sign/web`, { csr: requestPem });
      const any = await mountWithWebRole(vault, { key_type: 'any' });
      await vault.post(`${any}/sign/web`, { csr: weakRequestPem });
      await vault.post(`${any}/issue/web`, { common_name });
    },
  'certificate: signed as asked, past all roles': async vault => {
    const mount = await rootMount(vault);
    await vault.post(`${mount}/sign-verbatim`, { csr: requestPem });
    await vault.post(`${mount}/sign-verbatim/none`, { csr: requestPem });
  },
  'certificate: issued and signed by a named issuer': async vault => {
    const mount = await mountWithWebRole(vault);
    await vault.post(`${mount}/issuer/default/issue/web`, { common_name });
    await vault.post(`${mount}/issuer/default/sign/web`, { csr: requestPem });
    await vault.post(`${mount}/issuer/none/issue/web`, { common_name });
  },
  'certificate: read by its serial number in any spelling': async vault => {
    const mount = await mountWithWebRole(vault);
    const made = await vault.prepare('POST', `${mount}/issue/web`, {
      common_name,
    });
    const serial = made.text('data', 'serial_number');
    const dashed = serial.replaceAll(':', '-');
    await vault.get(`${mount}/cert/${serial}`, { token: null });
    await vault.get(`${mount}/cert/${dashed}`, { token: null });
    vault.alias(dashed.toUpperCase(), 'SERIAL');
    await vault.get(`${mount}/cert/${dashed.toUpperCase()}`, { token: null });
    await vault.get(`${mount}/cert/${serial}/raw/pem`, { token: null });
    await vault.get(`${mount}/cert/00:11`);
    await vault.get(`${mount}/cert/nonsense`);
  },
  'certificate: the list has every serial number': async vault => {
    const mount = await rootMount(vault);
    await vault.list(`${mount}/certs`);
    await vault.list(`${mount}/certs/revoked`);
    await vault.list(`${mount}/certs`, { token: null });
  },
  'certificate: revoked once and again': async vault => {
    const mount = await mountWithWebRole(vault);
    const made = await vault.prepare('POST', `${mount}/issue/web`, {
      common_name,
    });
    const serial_number = made.text('data', 'serial_number');
    await vault.post(`${mount}/revoke`, { serial_number });
    await vault.post(`${mount}/revoke`, { serial_number });
    await vault.get(`${mount}/cert/${serial_number}`);
    await vault.list(`${mount}/certs/revoked`);
    await vault.get(`${mount}/cert/crl`);
  },
  'certificate: revoked by its text': async vault => {
    const mount = await mountWithWebRole(vault);
    const made = await vault.prepare('POST', `${mount}/issue/web`, {
      common_name,
    });
    const certificate = made.text('data', 'certificate');
    await vault.post(`${mount}/revoke`, { certificate });
    await vault.post(`${mount}/revoke`, {
      certificate,
      serial_number: made.text('data', 'serial_number'),
    });
  },
  'certificate: revocations that make no sense': async vault => {
    const mount = await rootMount(vault);
    await vault.post(`${mount}/revoke`, {});
    await vault.post(`${mount}/revoke`, { serial_number: '00:11:22' });
    await vault.post(`${mount}/revoke`, { serial_number: 'nonsense' });
    await vault.post(`${mount}/revoke`, { certificate: 'no pem' });
    const root = await vault.prepare('GET', `${mount}/cert/ca`);
    const certificate = root.text('data', 'certificate');
    await vault.post(`${mount}/revoke`, { certificate });
  },
  'certificate: an expired one is not revoked': async vault => {
    const mount = await mountWithWebRole(vault, { not_before_duration: 30 });
    const made = await vault.prepare('POST', `${mount}/issue/web`, {
      common_name,
      ttl: '1s',
    });
    await vault.pause(2000);
    await vault.post(`${mount}/revoke`, {
      serial_number: made.text('data', 'serial_number'),
    });
  },
  'certificate: tidying starts in the background': async vault => {
    const mount = await rootMount(vault);
    await vault.post(`${mount}/tidy`, {});
    await vault.post(`${mount}/tidy`, { safety_buffer: 0 });
    await vault.post(`${mount}/tidy`, { tidy_cert_store: true });
  },
  'certificate: details are listed where the server has them': async vault => {
    const mount = await mountWithWebRole(vault);
    await vault.list(`${mount}/certs/detailed`);
  },
});
