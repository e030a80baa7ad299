import { ConformanceCase } from '../ConformanceCase';

const source = 'Vault API: /sys/mounts, /sys/auth; vault/logical_system.go';

/** Secrets engines and auth methods as mounts. */
export const mountCases: readonly ConformanceCase[] = [
  {
    name: 'a secrets engine is enabled, read, tuned and disabled',
    source,
    run: async vault => {
      const mount = vault.unique('mount');
      await vault.post(`sys/mounts/${mount}`, {
        type: 'kv',
        description: 'notes',
        config: { default_lease_ttl: '1h', max_lease_ttl: '24h' },
      });
      await vault.get(`sys/mounts/${mount}/tune`);
      await vault.post(`sys/mounts/${mount}/tune`, { max_lease_ttl: '48h' });
      await vault.get(`sys/mounts/${mount}/tune`);
      await vault.delete(`sys/mounts/${mount}`);
      await vault.get(`sys/mounts/${mount}/tune`);
      await vault.delete(`sys/mounts/${mount}`);
    },
  },
  {
    name: 'an auth method is enabled, tuned and disabled',
    source,
    run: async vault => {
      const mount = vault.unique('auth');
      await vault.post(`sys/auth/${mount}`, { type: 'kubernetes' });
      await vault.get(`sys/auth/${mount}/tune`);
      await vault.post(`sys/auth/${mount}/tune`, { default_lease_ttl: '30m' });
      await vault.get(`sys/auth/${mount}/tune`);
      await vault.delete(`sys/auth/${mount}`);
      await vault.get(`sys/auth/${mount}/tune`);
    },
  },
  {
    name: 'a mount of an unknown type is refused',
    source,
    run: async vault => {
      await vault.post(`sys/mounts/${vault.unique('mount')}`, {
        type: 'nothing',
      });
      await vault.post(`sys/auth/${vault.unique('auth')}`, { type: 'nothing' });
      await vault.post(`sys/mounts/${vault.unique('mount')}`, {});
    },
  },
  {
    name: 'a path in use is refused, also as the prefix of another',
    source,
    run: async vault => {
      const mount = vault.unique('mount');
      await vault.prepare('POST', `sys/mounts/${mount}`, { type: 'kv' });
      await vault.post(`sys/mounts/${mount}`, { type: 'kv' });
      await vault.post(`sys/mounts/${mount}/below`, { type: 'kv' });
    },
  },
  {
    name: 'reserved paths cannot be mounted or removed',
    source,
    run: async vault => {
      await vault.post('sys/mounts/sys', { type: 'kv' });
      await vault.post('sys/mounts/auth', { type: 'kv' });
      await vault.delete('sys/mounts/sys');
      await vault.delete('sys/auth/token');
    },
  },
  {
    name: 'a default TTL above the max TTL of a mount is refused',
    source,
    run: async vault => {
      const mount = vault.unique('mount');
      await vault.post(`sys/mounts/${mount}`, {
        type: 'kv',
        config: { default_lease_ttl: '48h', max_lease_ttl: '24h' },
      });
      await vault.post(`sys/mounts/${mount}`, {
        type: 'kv',
        config: { default_lease_ttl: 'soon' },
      });
    },
  },
  {
    name: 'key-value data is written, read, listed and removed',
    source: 'Vault API: KV version 1',
    run: async vault => {
      const mount = vault.unique('kv');
      await vault.prepare('POST', `sys/mounts/${mount}`, { type: 'kv' });
      await vault.post(`${mount}/a`, { key: 'value', count: 1 });
      await vault.post(`${mount}/b/c`, { key: 'value' });
      await vault.get(`${mount}/a`);
      await vault.list(mount);
      await vault.list(`${mount}/b`);
      await vault.delete(`${mount}/a`);
      await vault.get(`${mount}/a`);
      await vault.list(`${mount}/none`);
    },
  },
  {
    name: 'versioned key-value data keeps its versions',
    source: 'Vault API: KV version 2',
    run: async vault => {
      const mount = vault.unique('kv2');
      await vault.prepare('POST', `sys/mounts/${mount}`, {
        type: 'kv',
        options: { version: '2' },
      });
      await vault.pause(1500);
      await vault.post(`${mount}/data/a`, { data: { key: 'one' } });
      await vault.post(`${mount}/data/a`, { data: { key: 'two' } });
      await vault.get(`${mount}/data/a`);
      await vault.get(`${mount}/data/a?version=1`);
      await vault.post(`${mount}/delete/a`, { versions: [2] });
      await vault.get(`${mount}/data/a`);
      await vault.post(`${mount}/undelete/a`, { versions: [2] });
      await vault.get(`${mount}/metadata/a`);
      await vault.post(`${mount}/destroy/a`, { versions: [1] });
      await vault.get(`${mount}/data/a?version=1`);
      await vault.list(`${mount}/metadata`);
      await vault.delete(`${mount}/metadata/a`);
      await vault.get(`${mount}/data/a`);
    },
  },
  {
    name: 'check-and-set refuses a write that is behind',
    source: 'Vault API: KV version 2',
    run: async vault => {
      const mount = vault.unique('kv2');
      await vault.prepare('POST', `sys/mounts/${mount}`, {
        type: 'kv',
        options: { version: '2' },
      });
      await vault.pause(1500);
      const path = `${mount}/data/a`;
      await vault.post(path, { data: { k: '1' }, options: { cas: 0 } });
      await vault.post(path, { data: { k: '2' }, options: { cas: 0 } });
      await vault.post(path, { data: { k: '2' }, options: { cas: 1 } });
      await vault.post(path, { options: {} });
    },
  },
];
