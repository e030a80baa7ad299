import type {
  VaultProofApi,
  VaultProvisionerApi,
} from '../provision/VaultProvisionerApi';
import type { VaultApi, VaultOperatorApi } from './VaultApi';

/** Default mounts of an instance: where a name without a mount is looked for. */
export interface InstanceMounts {
  readonly database: string;
  readonly kubernetesAuth: string;
  readonly pki: string;
}

/** One Vault instance the operator configured. */
export interface VaultInstance {
  readonly name: string;
  readonly reader: VaultApi;
  /** Absent when the operator configured no login for it. */
  readonly operator?: VaultOperatorApi;
  /** Writes policies and roles; absent when the operator configured no login for it. */
  readonly provisioner?: VaultProvisionerApi;
  /** Logs in as a service to prove its path; present with a provisioner. */
  readonly proof?: VaultProofApi;
  readonly mounts: InstanceMounts;
}

/** The Vault instances of this Backstage. */
export interface VaultService {
  names(): string[];
  instance(name: string): VaultInstance | undefined;
}
