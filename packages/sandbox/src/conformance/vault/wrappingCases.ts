import { defineCases } from '../defineCases';
import { VaultSession } from '../VaultSession';

const source = 'Vault API: /sys/wrapping; vault/wrapping.go, logical_system.go';

const wrapped = { 'X-Vault-Wrap-TTL': '5m' };

async function wrap(vault: VaultSession): Promise<string> {
  const answer = await vault.post(
    'sys/wrapping/wrap',
    { k: 'v' },
    { headers: wrapped },
  );
  return answer.text('wrap_info', 'token');
}

/** Response wrapping. */
export const wrappingCases = defineCases(source, {
  'wrapping: wrapped, looked up, unwrapped once': async vault => {
    const token = await wrap(vault);
    await vault.post('sys/wrapping/lookup', { token });
    await vault.post('sys/wrapping/unwrap', { token });
    await vault.post('sys/wrapping/unwrap', { token });
    await vault.post('sys/wrapping/lookup', { token });
  },
  'wrapping: unwrapped by the token itself': async vault => {
    const token = await wrap(vault);
    await vault.post('sys/wrapping/lookup', {}, { token });
    await vault.post('sys/wrapping/unwrap', {}, { token });
    await vault.post('sys/wrapping/unwrap', {}, { token });
  },
  'wrapping: rewrapped': async vault => {
    const token = await wrap(vault);
    const again = await vault.post('sys/wrapping/rewrap', { token });
    await vault.post('sys/wrapping/unwrap', { token });
    await vault.post('sys/wrapping/unwrap', {
      token: again.text('wrap_info', 'token'),
    });
  },
  'wrapping: the header is needed and checked': async vault => {
    const path = 'sys/wrapping/wrap';
    await vault.post(path, { k: 'v' });
    for (const ttl of ['soon', '-5', '0', '60', '1h']) {
      const headers = { 'X-Vault-Wrap-TTL': ttl };
      await vault.post(path, { k: 'v' }, { headers });
    }
  },
  'wrapping: tokens that are none': async vault => {
    await vault.post('sys/wrapping/unwrap', { token: 'nothing' });
    await vault.post('sys/wrapping/lookup', { token: 'nothing' });
    await vault.post('sys/wrapping/rewrap', { token: 'nothing' });
    await vault.post('sys/wrapping/lookup', {});
    await vault.post('sys/wrapping/lookup', {}, { token: null });
    await vault.post('sys/wrapping/unwrap', {}, { token: null });
  },
  'wrapping: an answer of an engine': async vault => {
    const mount = await vault.mount('kv');
    await vault.prepare('POST', `${mount}/a`, { k: 'v' });
    const answer = await vault.get(`${mount}/a`, { headers: wrapped });
    const token = answer.text('wrap_info', 'token');
    await vault.post('sys/wrapping/unwrap', { token });
  },
  'wrapping: a token that is made': async vault => {
    const answer = await vault.post(
      'auth/token/create',
      { ttl: '5m' },
      { headers: wrapped },
    );
    const token = answer.text('wrap_info', 'token');
    await vault.post('sys/wrapping/unwrap', { token });
  },
  'wrapping: refusals and empty answers are not wrapped': async vault => {
    const mount = await vault.mount('kv');
    await vault.get(`${mount}/none`, { headers: wrapped });
    await vault.post(`${mount}/a`, { k: 'v' }, { headers: wrapped });
    await vault.get('sys/nothing', { headers: wrapped });
  },
  'wrapping: it ends with its time': async vault => {
    const headers = { 'X-Vault-Wrap-TTL': '1s' };
    const path = 'sys/wrapping/wrap';
    const answer = await vault.post(path, { k: 'v' }, { headers });
    const token = answer.text('wrap_info', 'token');
    await vault.pause(2500);
    await vault.post('sys/wrapping/unwrap', { token });
  },
  'wrapping: the wrapping token does nothing else': async vault => {
    const token = await wrap(vault);
    await vault.get('auth/token/lookup-self', { token });
    await vault.get('sys/mounts', { token });
  },
});
