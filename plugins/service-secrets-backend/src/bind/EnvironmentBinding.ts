import { WorkloadName } from 'backstage-plugin-service-secrets-common';
import type {
  InstanceMounts,
  Mounted,
} from 'backstage-plugin-service-secrets-node';

/** An environment of the operator: which Vault and which cluster it means. */
export interface EnvironmentConfig {
  readonly name: string;
  readonly instance: string;
  readonly cluster: string;
}

/** What the owners of a service may use. Names are exact, or end in `*` after at least one character. */
export interface BindingRule {
  readonly owners: readonly string[];
  /** Absent: every environment. */
  readonly environments?: readonly string[];
  readonly namespaces: readonly string[];
  /** `name` on the default mount, or `mount/name`. */
  readonly authRoles: readonly string[];
  readonly databaseRoles: readonly string[];
  readonly staticRoles: readonly string[];
}

/** Which claims the operator confirms. */
export interface BindingConfig {
  readonly rules: readonly BindingRule[];
  /** Whether a Namespace that names the service's entity confirms a claim. */
  readonly backReferences: boolean;
}

/** A claim with its environment and every mount settled. Confirmed or not. */
export interface EnvironmentBinding {
  readonly entityRef: string;
  readonly environment: string;
  readonly instance: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly workloads: readonly WorkloadName[];
  readonly authRole: Mounted;
  readonly databaseRoles: readonly Mounted[];
  readonly staticRoles: readonly Mounted[];
  readonly certificates: readonly string[];
  /** The mounts names of the instance stand on when they name none; undefined when no such instance is configured. */
  readonly usualMounts?: InstanceMounts;
}
