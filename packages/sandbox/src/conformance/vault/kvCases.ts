import { defineCases } from '../defineCases';

const first = 'Vault API: KV version 1; vault/logical_passthrough.go';
const second = 'Vault API: KV version 2; vault-plugin-secrets-kv';

/** Key-value secrets of both versions. */
export const kvCases = [
  ...defineCases(first, {
    'kv 1: writing nothing is refused': async vault => {
      const mount = await vault.mount('kv');
      await vault.post(`${mount}/a`, {});
      await vault.post(`${mount}/a`, {}, { rawBody: '' });
    },
    'kv 1: values keep their JSON types': async vault => {
      const mount = await vault.mount('kv');
      await vault.post(`${mount}/a`, {
        n: 1.5,
        big: 12345678901,
        list: [1, 'a', null],
        map: { x: { y: true } },
        none: null,
      });
      await vault.get(`${mount}/a`);
    },
    'kv 1: a ttl among the values is the lease duration': async vault => {
      const mount = await vault.mount('kv');
      await vault.post(`${mount}/a`, { ttl: '30m', k: 'v' });
      await vault.get(`${mount}/a`);
      await vault.post(`${mount}/b`, { ttl: 'soon', k: 'v' });
      await vault.get(`${mount}/b`);
      await vault.post(`${mount}/c`, { lease: '1h', k: 'v' });
      await vault.get(`${mount}/c`);
    },
    'kv 1: a list names folders with a slash and sorts': async vault => {
      const mount = await vault.mount('kv');
      for (const key of ['b', 'a/x', 'a/y', 'a', 'c/d/e']) {
        await vault.prepare('POST', `${mount}/${key}`, { k: 'v' });
      }
      await vault.list(mount);
      await vault.list(`${mount}/a`);
      await vault.list(`${mount}/c/`);
    },
    'kv 1: removing what is not there is no error': async vault => {
      const mount = await vault.mount('kv');
      await vault.delete(`${mount}/none`);
      await vault.get(`${mount}/none`);
      await vault.list(`${mount}/none`);
    },
  }),
  ...defineCases(second, {
    'kv 2: the mount has settings': async vault => {
      const mount = await vault.versionedKv();
      await vault.get(`${mount}/config`);
      await vault.post(`${mount}/config`, {
        max_versions: 2,
        cas_required: true,
        delete_version_after: '1h',
      });
      await vault.get(`${mount}/config`);
      await vault.post(`${mount}/data/a`, { data: { k: '1' } });
      await vault.post(`${mount}/config`, { delete_version_after: 'soon' });
    },
    'kv 2: writing without data is refused': async vault => {
      const mount = await vault.versionedKv();
      await vault.post(`${mount}/data/a`, {});
      await vault.post(`${mount}/data/a`, { k: 'v' });
      await vault.post(`${mount}/data/a`, { data: 'text' });
      await vault.post(`${mount}/data/a`, { data: null });
      await vault.post(`${mount}/data/a`, { data: {} });
    },
    'kv 2: an old version may be asked for, a missing one is 404':
      async vault => {
        const mount = await vault.versionedKv();
        const path = `${mount}/data/a`;
        await vault.prepare('POST', path, { data: { k: '1' } });
        await vault.prepare('POST', path, { data: { k: '2' } });
        await vault.get(`${path}?version=1`);
        await vault.get(`${path}?version=0`);
        await vault.get(`${path}?version=9`);
        await vault.get(`${path}?version=x`);
        await vault.get(`${mount}/data/none`);
      },
    'kv 2: a deleted version shows its metadata': async vault => {
      const mount = await vault.versionedKv();
      const path = `${mount}/data/a`;
      await vault.prepare('POST', path, { data: { k: '1' } });
      await vault.delete(path);
      await vault.get(path);
      await vault.get(`${mount}/metadata/a`);
      await vault.delete(`${mount}/data/none`);
    },
    'kv 2: versions must be named to be deleted or destroyed': async vault => {
      const mount = await vault.versionedKv();
      await vault.prepare('POST', `${mount}/data/a`, { data: { k: '1' } });
      await vault.post(`${mount}/delete/a`, {});
      await vault.post(`${mount}/undelete/a`, {});
      await vault.post(`${mount}/destroy/a`, {});
      await vault.post(`${mount}/destroy/a`, { versions: ['x'] });
      await vault.post(`${mount}/destroy/a`, { versions: '1' });
      await vault.get(`${mount}/data/a`);
      await vault.post(`${mount}/destroy/none`, { versions: [1] });
    },
    'kv 2: a patch merges and removes nulls': async vault => {
      const mount = await vault.versionedKv();
      const path = `${mount}/data/a`;
      await vault.prepare('POST', path, {
        data: { a: '1', b: { c: 1, d: 2 } },
      });
      await vault.patch(path, { data: { a: null, b: { c: 3 } } });
      await vault.get(path);
      await vault.patch(path, { data: { a: '1' }, options: { cas: 1 } });
      await vault.patch(path, {});
      await vault.patch(`${mount}/data/none`, { data: { a: '1' } });
    },
    'kv 2: check-and-set must be a number, and zero means new': async vault => {
      const mount = await vault.versionedKv();
      const path = `${mount}/data/a`;
      await vault.post(path, { data: { k: '1' }, options: { cas: 'x' } });
      await vault.post(path, { data: { k: '1' }, options: { cas: 1 } });
      await vault.post(path, { data: { k: '1' }, options: { cas: '0' } });
    },
    'kv 2: metadata holds limits and notes of its own': async vault => {
      const mount = await vault.versionedKv();
      await vault.post(`${mount}/metadata/a`, {
        max_versions: 3,
        cas_required: false,
        delete_version_after: '90m',
        custom_metadata: { owner: 'team' },
      });
      await vault.get(`${mount}/metadata/a`);
      await vault.get(`${mount}/data/a`);
      await vault.post(`${mount}/metadata/a`, { custom_metadata: { n: 5 } });
      await vault.post(`${mount}/metadata/a`, { custom_metadata: 'x' });
      await vault.get(`${mount}/metadata/none`);
      await vault.delete(`${mount}/metadata/none`);
    },
    'kv 2: old versions fall away beyond the limit': async vault => {
      const mount = await vault.versionedKv();
      const path = `${mount}/data/a`;
      await vault.prepare('POST', `${mount}/metadata/a`, { max_versions: 2 });
      for (const k of ['1', '2', '3']) {
        await vault.prepare('POST', path, { data: { k } });
      }
      await vault.get(`${path}?version=1`);
      await vault.get(`${mount}/metadata/a`);
    },
    'kv 2: a path as of version 1 is refused with a hint': async vault => {
      const mount = await vault.versionedKv();
      await vault.get(`${mount}/a`);
      await vault.list(mount);
      await vault.post(`${mount}/a`, { k: 'v' });
      await vault.delete(`${mount}/a`);
    },
    'kv 2: a list shows what has metadata': async vault => {
      const mount = await vault.versionedKv();
      await vault.list(`${mount}/metadata`);
      await vault.prepare('POST', `${mount}/data/a`, { data: { k: '1' } });
      await vault.prepare('POST', `${mount}/data/b/c`, { data: { k: '1' } });
      await vault.delete(`${mount}/data/a`);
      await vault.list(`${mount}/metadata`);
      await vault.list(`${mount}/metadata/b`);
      await vault.list(`${mount}/data`);
    },
    'kv 2: subkeys show the shape without the values': async vault => {
      const mount = await vault.versionedKv();
      const data = { a: '1', b: { c: 'x', d: { e: 1 } } };
      await vault.prepare('POST', `${mount}/data/a`, { data });
      await vault.get(`${mount}/subkeys/a`);
      await vault.get(`${mount}/subkeys/a?depth=1`);
      await vault.get(`${mount}/subkeys/none`);
    },
  }),
];
