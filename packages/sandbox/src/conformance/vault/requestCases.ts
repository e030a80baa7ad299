import { ConformanceCase } from '../ConformanceCase';

const source = 'Vault API: HTTP API overview; http/handler.go, http/logical.go';

/** How a request is read before any engine sees it. */
export const requestCases: readonly ConformanceCase[] = [
  {
    name: 'a path no mount has answers 404 with the route named',
    source,
    run: async vault => {
      await vault.get('no-such-mount/x');
      await vault.post('no-such-mount/x');
    },
  },
  {
    name: 'a request without token is refused',
    source,
    run: async vault => {
      await vault.get('sys/mounts', { token: null });
      await vault.post('auth/token/create', {}, { token: null });
    },
  },
  {
    name: 'a request with an unknown token is refused',
    source,
    run: async vault => {
      await vault.get('sys/mounts', { token: 'hvs.nothingnothingnothing00' });
    },
  },
  {
    name: 'a bearer header stands for the token header',
    source,
    run: async vault => {
      const token = await vault.tokenWith(
        'path "auth/token/lookup-self" { capabilities = ["read"] }',
      );
      await vault.get('auth/token/lookup-self', {
        token: null,
        headers: { Authorization: `Bearer ${token}` },
      });
    },
  },
  {
    name: 'malformed JSON is a 400 that says so',
    source,
    run: async vault => {
      await vault.post('sys/policies/acl/x', {}, { rawBody: '{"policy": ' });
      await vault.post('sys/policies/acl/x', {}, { rawBody: 'policy=x' });
    },
  },
  {
    name: 'a JSON body that is no object is a 400',
    source,
    run: async vault => {
      await vault.post('sys/policies/acl/x', {}, { rawBody: '["a"]' });
      await vault.post('sys/policies/acl/x', {}, { rawBody: '"a"' });
    },
  },
  {
    name: 'an empty body stands for an empty object',
    source,
    run: async vault => {
      await vault.post('sys/capabilities-self', {}, { rawBody: '' });
    },
  },
  {
    name: 'unknown fields are ignored with a warning or silently, never an error',
    source,
    run: async vault => {
      const role = vault.unique('role');
      const mount = vault.unique('auth');
      await vault.prepare('POST', `sys/auth/${mount}`, { type: 'kubernetes' });
      await vault.post(`auth/${mount}/role/${role}`, {
        bound_service_account_names: 'sa',
        bound_service_account_namespaces: 'ns',
        audience: 'vault',
        policy: 'misspelt',
      });
    },
  },
  {
    name: 'a method a path does not take answers 405',
    source,
    run: async vault => {
      await vault.delete('sys/health');
      await vault.delete('sys/capabilities-self');
      await vault.post('sys/internal/ui/mounts');
    },
  },
  {
    name: 'relative path segments are refused',
    source,
    run: async vault => {
      await vault.get('secret/data/%2e%2e/x');
      await vault.get('secret/data/a..b');
    },
  },
  {
    name: 'health needs no token and is no envelope',
    source: 'Vault API: /sys/health',
    run: async vault => {
      await vault.get('sys/seal-status', { token: null });
      await vault.get('sys/leader', { token: null });
      await vault.get('sys/init', { token: null });
    },
  },
];
