import { defineCases } from '../defineCases';

const source = 'Vault API: auth/kubernetes; vault-plugin-auth-kubernetes';

/** A role for the service account `app` of namespace `default`. */
export const anyone = {
  bound_service_account_names: 'app',
  bound_service_account_namespaces: 'default',
};

/** Settings and roles of the Kubernetes method. */
export const kubernetesAuthCases = defineCases(source, {
  'kubernetes: settings are written and read': async vault => {
    const base = `auth/${await vault.authMount('kubernetes')}`;
    await vault.get(`${base}/config`);
    await vault.post(`${base}/config`, {
      kubernetes_host: 'https://127.0.0.1:1/',
      kubernetes_ca_cert: vault.kubernetes.caPem,
    });
    await vault.get(`${base}/config`);
    await vault.post(`${base}/config`, {
      kubernetes_host: 'https://127.0.0.1:1',
      disable_local_ca_jwt: true,
      kubernetes_ca_cert: vault.kubernetes.caPem,
      token_reviewer_jwt: vault.kubernetes.reviewerToken,
      issuer: 'someone',
    });
    await vault.get(`${base}/config`);
    await vault.delete(`${base}/config`);
  },
  'kubernetes: settings that cannot work are refused': async vault => {
    const path = `auth/${await vault.authMount('kubernetes')}/config`;
    const kubernetes_host = 'https://127.0.0.1:1';
    await vault.post(path, {});
    await vault.post(path, { kubernetes_host, disable_local_ca_jwt: true });
    await vault.post(path, { kubernetes_host, pem_keys: ['no pem'] });
    const token_reviewer_jwt = 'not a token';
    const kubernetes_ca_cert = 'no pem';
    await vault.post(path, { kubernetes_host, kubernetes_ca_cert });
    await vault.post(path, {
      kubernetes_host,
      kubernetes_ca_cert: vault.kubernetes.caPem,
      token_reviewer_jwt,
    });
  },
  'kubernetes: a role is written, read, listed and removed': async vault => {
    const base = `auth/${await vault.authMount('kubernetes')}`;
    await vault.list(`${base}/role`);
    await vault.post(`${base}/role/App`, {
      bound_service_account_names: ['a', 'b-*'],
      bound_service_account_namespaces: 'x, y',
      token_policies: ['One', 'two'],
      token_ttl: '10m',
      token_max_ttl: 3600,
      audience: 'vault',
    });
    await vault.get(`${base}/role/app`);
    await vault.get(`${base}/role/APP`);
    await vault.list(`${base}/role`);
    await vault.delete(`${base}/role/app`);
    await vault.delete(`${base}/role/app`);
    await vault.get(`${base}/role/app`);
  },
  'kubernetes: what a role needs is named': async vault => {
    const path = `auth/${await vault.authMount('kubernetes')}/role/app`;
    await vault.post(path, {});
    await vault.post(path, { bound_service_account_names: 'a' });
    await vault.post(path, { bound_service_account_namespaces: 'a' });
    await vault.post(path, { ...anyone, bound_service_account_names: '*,a' });
    await vault.post(path, {
      ...anyone,
      bound_service_account_namespaces: ['*', 'a'],
    });
    await vault.post(path, { ...anyone, alias_name_source: 'other' });
    await vault.post(path, { ...anyone, token_type: 'other' });
    await vault.post(path, {
      ...anyone,
      token_ttl: '2h',
      token_max_ttl: '1h',
    });
    await vault.post(path, {
      bound_service_account_names: 'a',
      bound_service_account_namespace_selector: '{',
    });
    await vault.post(path, { ...anyone, token_period: '9999h' });
    await vault.post(path, { ...anyone, token_max_ttl: '9999h' });
  },
  'kubernetes: deprecated fields of a role are echoed': async vault => {
    const path = `auth/${await vault.authMount('kubernetes')}/role/app`;
    await vault.post(path, {
      ...anyone,
      policies: 'a',
      ttl: '5m',
      max_ttl: '10m',
      num_uses: 2,
    });
    await vault.get(path);
    await vault.post(path, { period: '1m' });
    await vault.get(path);
  },
  'kubernetes: a change keeps what it does not name': async vault => {
    const path = `auth/${await vault.authMount('kubernetes')}/role/app`;
    await vault.prepare('POST', path, {
      ...anyone,
      token_policies: ['a'],
      alias_name_source: 'serviceaccount_name',
      bound_service_account_namespace_selector: '{"matchLabels":{"team":"a"}}',
    });
    await vault.get(path);
    await vault.post(path, { token_ttl: '5m' });
    await vault.get(path);
  },
});
