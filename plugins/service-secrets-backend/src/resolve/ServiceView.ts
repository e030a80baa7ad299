import {
  CertificateState,
  LeaseState,
  SourceStatus,
} from 'backstage-plugin-service-secrets-common';
import type {
  AuthRole,
  CertificateResource,
  Connection,
  DatabaseRole,
  IrrevocableLease,
  Issuer,
  Lease,
  Mounted,
  PkiIssuer,
  PkiRole,
  Pod,
  StaticRole,
  WarningEvent,
  Workload,
} from 'backstage-plugin-service-secrets-node';

import { EnvironmentBinding } from '../bind/EnvironmentBinding';
import { Read } from '../collect/SourceResult';
import { PoliciesAnswer } from '../collect/sources/policies';
import { DeliveryIntent } from './DeliveryIntent';
import { InjectorIntent } from './readInjector';
import { DeliveriesView } from './resolveDeliveries';

/** One service in one environment, joined: who owns what. No judgement in it. */
export interface ServiceView {
  readonly binding: EnvironmentBinding;
  readonly sources: readonly SourceStatus[];
  readonly workloads: Read<readonly WorkloadView[]>;
  /** Whether each service account exists, by name. */
  readonly serviceAccounts: Read<Readonly<Record<string, boolean>>>;
  readonly events: Read<readonly WarningEvent[]>;
  readonly deliveries: DeliveriesView;
  /** Undefined: Vault has no such role. */
  readonly authRole: Read<AuthRole | undefined>;
  readonly policies: Read<PoliciesAnswer>;
  readonly databaseRoles: Read<readonly DatabaseRoleView[]>;
  readonly staticRoles: Read<readonly StaticRoleView[]>;
  readonly leases: Read<readonly RoleLeasesView[]>;
  /** Whether what is said of leases holds now, and not only of an older answer. */
  readonly leasesAreCurrent: boolean;
  readonly irrevocable: Read<readonly IrrevocableLease[]>;
  readonly certificates: Read<readonly CertificateView[]>;
}

/** A workload with its live pods. */
export interface WorkloadView {
  readonly workload: Workload;
  /** `deployment/grade-api`. */
  readonly name: string;
  /** Running or starting, and not being deleted. */
  readonly pods: readonly Pod[];
  readonly injector?: InjectorIntent;
  /** Every way in which its pods get something from Vault, the injector's first. */
  readonly intents: readonly DeliveryIntent[];
}

/** The limit on a credential's life that really applies, and whose it is. */
export interface LifeLimit {
  /** 0 when none is known. */
  readonly seconds: number;
  readonly by: 'role max_ttl' | 'mount' | 'system' | 'token';
}

/** A dynamic database role. */
export interface DatabaseRoleView {
  readonly at: Mounted;
  /** Undefined: Vault has no such role. */
  readonly role?: DatabaseRole;
  readonly connection: Read<Connection | undefined>;
  /** What the creation statements grant, in words. */
  readonly grants: string;
  readonly defaultTtlSeconds: number;
  readonly limit: LifeLimit;
  /** Workloads whose pods use it. */
  readonly usedBy: Read<readonly WorkloadView[]>;
}

/** A static database role. */
export interface StaticRoleView {
  readonly at: Mounted;
  readonly role?: StaticRole;
  readonly connection: Read<Connection | undefined>;
}

/** The leases of one database role. */
export interface RoleLeasesView {
  readonly at: Mounted;
  readonly total: number;
  readonly looked: number;
  readonly leases: readonly LeaseView[];
  /** How many there should be; undefined when that is not known, or there should be none. */
  readonly expected?: number;
  /** Whether some of those are an operator's, and not one for each pod. */
  readonly expectedPer?: 'pod' | 'object';
}

/** A lease with its state and who holds it: a pod, or the object an operator renews it for. */
export interface LeaseView {
  readonly lease: Lease;
  readonly at: Mounted;
  readonly state: LeaseState;
  readonly endsForGoodAt?: Date;
  readonly renewalsLeft?: number;
  readonly pod?: string;
  /** A pod is found by time only; an operator says which lease it holds. */
  readonly certainty: 'known' | 'likely';
  /** Why Vault gave up revoking it. */
  readonly reason?: string;
}

/** A certificate with its issuer and what stands behind that. */
export interface CertificateView {
  readonly name: string;
  /** Undefined: claimed, but there is no such Certificate. */
  readonly resource?: CertificateResource;
  readonly issuer: Read<Issuer | undefined>;
  /** Undefined when the issuer is not Vault's or does not exist. */
  readonly pki: Read<PkiView | undefined>;
  readonly usedBy: Read<readonly string[]>;
  readonly state: CertificateState;
  /** From then on the CA ends before a full life would. */
  readonly issuanceCliffAt?: Date;
  readonly nextAttemptAt?: Date;
}

/** The Vault side of an issuer. */
export interface PkiView {
  readonly path: string;
  /** Undefined: the path is not `mount/sign/role`. */
  readonly at?: Mounted;
  readonly role?: PkiRole;
  readonly ca: Read<PkiIssuer | undefined>;
  /** 0 when none is known. */
  readonly maxTtlSeconds: number;
  /** Names of the certificate the role does not allow; undefined when that depends on who asks. */
  readonly refusedNames?: readonly string[];
}

/** `mount/name`, how names with a mount are shown. */
export function mountedName({ mount, name }: Mounted): string {
  return `${mount}/${name}`;
}
