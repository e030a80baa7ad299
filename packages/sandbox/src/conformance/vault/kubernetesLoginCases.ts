import { defineCases } from '../defineCases';
import { Json } from '../Transcript';
import { VaultSession } from '../VaultSession';
import { anyone } from './kubernetesAuthCases';

const source = 'Vault API: auth/kubernetes login; vault-plugin-auth-kubernetes';

async function configured(vault: VaultSession, role: Record<string, Json>) {
  const base = `auth/${await vault.authMount('kubernetes')}`;
  const { url, caPem, reviewerToken } = vault.kubernetes;
  await vault.prepare('POST', `${base}/config`, {
    kubernetes_host: url,
    kubernetes_ca_cert: caPem,
    token_reviewer_jwt: reviewerToken,
  });
  await vault.prepare('POST', `${base}/role/app`, { ...anyone, ...role });
  return base;
}

function unsigned(claims: Json): string {
  const part = (value: Json) =>
    Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.c2lnbmF0dXJl`;
}

const claims = {
  iss: 'https://kubernetes.default.svc',
  sub: 'system:serviceaccount:default:app',
  aud: ['https://kubernetes.default.svc.cluster.local'],
  exp: 4102444800,
  iat: 1700000000,
  'kubernetes.io': {
    namespace: 'default',
    serviceaccount: {
      name: 'app',
      uid: 'b0c5cd02-7c2d-4bd9-93bf-000000000000',
    },
  },
};

/** Logins, up to what the cluster says. */
export const kubernetesLoginCases = defineCases(source, {
  'kubernetes login: what it needs is named': async vault => {
    const base = `auth/${await vault.authMount('kubernetes')}`;
    await vault.post(`${base}/login`, {});
    await vault.post(`${base}/login`, { role: 'app' });
    await vault.post(`${base}/login`, { jwt: 'x' });
    await vault.post(`${base}/login`, { role: 'none', jwt: 'x' });
  },
  'kubernetes login: without settings': async vault => {
    const base = `auth/${await vault.authMount('kubernetes')}`;
    await vault.prepare('POST', `${base}/role/app`, anyone);
    const jwt = unsigned(claims);
    await vault.post(`${base}/login`, { role: 'app', jwt });
  },
  'kubernetes login: tokens that are none': async vault => {
    const base = await configured(vault, {});
    for (const jwt of ['x', 'a.b.c', 'a.b', '..', unsigned('text')]) {
      await vault.post(`${base}/login`, { role: 'app', jwt });
    }
  },
  'kubernetes login: claims the role does not allow': async vault => {
    const base = await configured(vault, {});
    const account = (name: string, namespace: string): Json => ({
      ...claims,
      'kubernetes.io': {
        namespace,
        serviceaccount: { name, uid: 'b0c5cd02-7c2d-4bd9-93bf-000000000000' },
      },
    });
    const tried: readonly Json[] = [
      account('other', 'default'),
      account('app', 'other'),
      { ...claims, 'kubernetes.io': {} },
      { iss: 'x' },
    ];
    for (const each of tried) {
      await vault.post(`${base}/login`, { role: 'app', jwt: unsigned(each) });
    }
  },
  'kubernetes login: an expired token and one of the future': async vault => {
    const base = await configured(vault, {});
    const changes: readonly Record<string, Json>[] = [
      { exp: 1 },
      { nbf: 4102444000 },
      { iat: 4102444000 },
    ];
    for (const change of changes) {
      const jwt = unsigned({ ...claims, ...change });
      await vault.post(`${base}/login`, { role: 'app', jwt });
    }
  },
  'kubernetes login: another audience than the role has': async vault => {
    const base = await configured(vault, { audience: 'vault' });
    const { appToken, vaultAudienceToken } = vault.kubernetes;
    await vault.post(`${base}/login`, { role: 'app', jwt: appToken });
    await vault.post(`${base}/login`, { role: 'app', jwt: vaultAudienceToken });
  },
  'kubernetes login: the cluster does not know the token': async vault => {
    const base = await configured(vault, {});
    const jwt = unsigned(claims);
    await vault.post(`${base}/login`, { role: 'app', jwt });
  },
  'kubernetes login: the cluster cannot be reached': async vault => {
    const base = await configured(vault, {});
    await vault.prepare('POST', `${base}/config`, {
      kubernetes_host: 'https://127.0.0.1:1',
      kubernetes_ca_cert: vault.kubernetes.caPem,
    });
    const { appToken } = vault.kubernetes;
    await vault.post(`${base}/login`, { role: 'app', jwt: appToken });
  },
  'kubernetes login: the reviewer may not review': async vault => {
    const base = await configured(vault, {});
    const { url, caPem, appToken } = vault.kubernetes;
    await vault.prepare('POST', `${base}/config`, {
      kubernetes_host: url,
      kubernetes_ca_cert: caPem,
      token_reviewer_jwt: appToken,
    });
    await vault.post(`${base}/login`, { role: 'app', jwt: appToken });
  },
  'kubernetes login: a reviewed token gives a token': async vault => {
    const base = await configured(vault, {
      token_policies: 'default',
      token_ttl: '10m',
      token_max_ttl: '1h',
    });
    const jwt = vault.kubernetes.appToken;
    const login = await vault.post(
      `${base}/login`,
      { role: 'app', jwt },
      { token: null },
    );
    const token = login.text('auth', 'client_token');
    await vault.get('auth/token/lookup-self', { token });
    await vault.post('auth/token/renew-self', {}, { token });
    await vault.post('auth/token/revoke-self', {}, { token });
  },
  'kubernetes login: globs and any name': async vault => {
    const base = await configured(vault, {
      bound_service_account_names: 'a*',
      bound_service_account_namespaces: '*',
    });
    const jwt = vault.kubernetes.appToken;
    await vault.post(`${base}/login`, { role: 'APP', jwt });
  },
  'kubernetes login: a role of periodic or batch tokens': async vault => {
    const base = await configured(vault, { token_period: '15m' });
    const jwt = vault.kubernetes.appToken;
    await vault.post(`${base}/login`, { role: 'app', jwt });
    await vault.prepare('POST', `${base}/role/app`, {
      token_period: 0,
      token_type: 'batch',
    });
    await vault.post(`${base}/login`, { role: 'app', jwt });
  },
  'kubernetes login: a renewal once the role is gone': async vault => {
    const base = await configured(vault, {});
    const jwt = vault.kubernetes.appToken;
    const login = await vault.prepare('POST', `${base}/login`, {
      role: 'app',
      jwt,
    });
    await vault.prepare('DELETE', `${base}/role/app`);
    const token = login.text('auth', 'client_token');
    await vault.post('auth/token/renew', { token });
  },
  'kubernetes login: another address than the role has': async vault => {
    const base = await configured(vault, { token_bound_cidrs: '10.9.9.9/32' });
    const jwt = vault.kubernetes.appToken;
    await vault.post(`${base}/login`, { role: 'app', jwt });
  },
});
