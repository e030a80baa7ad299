import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import {
  VaultApi,
  VaultInstance,
  VaultService,
  vaultServiceRef,
} from 'backstage-plugin-service-secrets-node';
import nodeVault from 'node-vault';
import { Pool } from 'undici';

/** How many requests every client may have under way. */
export const WIDTH = 32;

/** Looks one lease up and keeps the fields a table needs. */
export type LookUp = (id: string) => Promise<unknown>;

/** The five fields of a lease that matter. */
interface Answer {
  readonly data: {
    readonly id: string;
    readonly issue_time: string;
    readonly expire_time: string;
    readonly renewable: boolean;
    readonly ttl: number;
  };
}

/** The least a client must do: send, read, parse. */
export function barePool(address: string): LookUp {
  const pool = new Pool(address, { connections: WIDTH });
  return async id => {
    const { body } = await pool.request({
      method: 'PUT',
      path: '/v1/sys/leases/lookup',
      headers: {
        'content-type': 'application/json',
        'x-vault-request': 'true',
        'x-vault-token': 'bench',
      },
      body: JSON.stringify({ lease_id: id }),
    });
    const answer: Answer = JSON.parse(await body.text());
    return answer.data;
  };
}

/** node-vault as it comes. */
export function stockNodeVault(address: string): LookUp {
  const client = nodeVault({ endpoint: address, token: 'bench' });
  return async id => {
    const answer: Answer = await client.write('sys/leases/lookup', {
      lease_id: id,
    });
    return answer.data;
  };
}

/** A Vault and the token of whoever measures it. */
export interface BenchTarget {
  readonly address: string;
  readonly token: string;
}

function benchConfig({ address, token }: BenchTarget) {
  const login = { method: 'token', token };
  const instance = {
    name: 'bench',
    address,
    reader: { login },
    provisioner: { login },
    limits: { concurrency: WIDTH, requestsPerSecond: 1_000_000 },
  };
  return { serviceSecrets: { instances: [instance] } };
}

/** Our adapters of one instance, made from configuration in a backend, as in production. */
export async function openInstance(
  target: BenchTarget,
): Promise<VaultInstance> {
  let vault: VaultService | undefined;
  const plugin = createBackendPlugin({
    pluginId: 'service-secrets',
    register(registry) {
      registry.registerInit({
        deps: { service: vaultServiceRef },
        async init({ service }) {
          vault = service;
        },
      });
    },
  });
  const config = mockServices.rootConfig.factory({
    data: benchConfig(target),
  });
  await startTestBackend({ features: [plugin, config] });
  const instance = vault?.instance('bench');
  if (!instance) throw new Error('The adapter was not made from its config.');
  return instance;
}

/** Our reader against the fake Vault, which takes any token. */
export async function adapter(address: string): Promise<VaultApi> {
  const { reader } = await openInstance({ address, token: 'bench' });
  return reader;
}
