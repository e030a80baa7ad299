import { readFile } from 'node:fs/promises';

import type { InstanceConfig, LoginConfig } from '../config';
import { Transport } from '../upstream/Transport';
import { createVaultSender, NodeVaultApi } from './NodeVaultApi';
import { NodeVaultProof } from './NodeVaultProof';
import { NodeVaultProvisioner } from './NodeVaultProvisioner';
import { isAllowedProofRequest } from './proofPaths';
import { isAllowedProvisionerRequest } from './provisionerPaths';
import type { VaultInstance, VaultService } from './VaultService';
import { VaultSession } from './VaultSession';

/** A Vault service and how to end it. */
export interface OpenVaultService extends VaultService {
  /** Revokes our tokens and closes the connections. */
  close(): Promise<void>;
}

interface OpenInstance extends VaultInstance {
  close(): Promise<void>;
}

/** The identity that writes, and the one that plays a service: each may send its own requests only. */
function openProvisioner(
  { name, namespace, provisioner }: InstanceConfig,
  transport: Transport,
) {
  if (!provisioner) return undefined;
  const session = new VaultSession({
    target: name,
    login: provisioner.login,
    send: createVaultSender({
      transport,
      namespace,
      isAllowed: isAllowedProvisionerRequest,
    }),
  });
  const send = createVaultSender({
    transport,
    namespace,
    isAllowed: isAllowedProofRequest,
  });
  return {
    session,
    provisioner: new NodeVaultProvisioner(session),
    proof: new NodeVaultProof(name, send),
  };
}

async function openInstance(config: InstanceConfig): Promise<OpenInstance> {
  const { name, address, namespace, caFile, limits, mounts } = config;
  const transport = new Transport({
    origin: address,
    ca: caFile && (await readFile(caFile, 'utf8')),
    ...limits,
  });
  const send = createVaultSender({ transport, namespace });
  const open = (login: LoginConfig) =>
    new NodeVaultApi(new VaultSession({ target: name, send, login }));
  const reader = open(config.reader.login);
  const operator = config.operator && open(config.operator.login);
  const writing = openProvisioner(config, transport);
  return {
    name,
    mounts,
    reader,
    operator,
    provisioner: writing?.provisioner,
    proof: writing?.proof,
    async close() {
      await Promise.all([
        reader.close(),
        operator?.close(),
        writing?.session.close(),
      ]);
      await transport.close();
    },
  };
}

/** Opens every configured instance; asks nothing of any of them yet. */
export async function makeVaultService(
  configs: readonly InstanceConfig[],
): Promise<OpenVaultService> {
  const instances = await Promise.all(configs.map(openInstance));
  const byName = new Map(instances.map(each => [each.name, each]));
  return {
    names: () => [...byName.keys()],
    instance: name => byName.get(name),
    async close() {
      await Promise.all(instances.map(each => each.close()));
    },
  };
}
