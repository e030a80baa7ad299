import { Manifest } from '../DesiredState';
import { ownerAnnotations } from '../manifestOwner';
import { ServiceSpec } from '../ServiceSpec';

/** Names in Vault the manifests refer to. Paths as the API reads them. */
export interface ManifestNames {
  readonly authRole: string;
  readonly issuerAuthRole: string;
  /** `database/creds/<role>`. */
  readonly credentialsPath?: string;
  /** `database/static-creds/<role>`. */
  readonly staticCredentialsPath?: string;
  /** `pki/sign/<role>`. */
  readonly signPath?: string;
  /** Path below the KV mount, without `data/`. */
  readonly kvPath?: string;
}

/** What a way of delivery adds to the pods of a workload. */
export interface PodParts {
  readonly annotations: Readonly<Record<string, string>>;
  readonly volumes: readonly object[];
  readonly mounts: readonly object[];
  /** Whether a process of another container of the pod sends our process signals. */
  readonly shareProcesses: boolean;
  /** Whether another container of the pod must run as the application's user. */
  readonly knownUser: boolean;
}

/** Objects beside the workload, and what the workload's pods need. */
export interface Delivery {
  readonly manifests: readonly Manifest[];
  readonly pod: PodParts;
}

/** Pod parts of a delivery that needs none; override what it does need. */
export function podParts(parts: Partial<PodParts> = {}): PodParts {
  return {
    annotations: {},
    volumes: [],
    mounts: [],
    shareProcesses: false,
    knownUser: false,
    ...parts,
  };
}

/** Metadata of every object we render: whose it is stands on it. */
export function meta(spec: ServiceSpec, name = spec.name) {
  return {
    name,
    namespace: spec.namespace,
    labels: { 'app.kubernetes.io/name': spec.name },
    annotations: ownerAnnotations(spec),
  };
}

/** Where a pod finds its credential files, whatever delivers them. */
export const SECRETS_FOLDER = '/vault/secrets';
