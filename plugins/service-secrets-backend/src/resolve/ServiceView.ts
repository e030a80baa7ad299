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
import { InjectorIntent } from './readInjector';

/** One service in one environment, joined: who owns what. No judgement in it. */
export interface ServiceView {
  readonly binding: EnvironmentBinding;
  readonly sources: readonly SourceStatus[];
  readonly workloads: Read<readonly WorkloadView[]>;
  /** Whether each service account exists, by name. */
  readonly serviceAccounts: Read<Readonly<Record<string, boolean>>>;
  readonly events: Read<readonly WarningEvent[]>;
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
  /** Pods that should hold one; undefined when that is not known, or there should be none. */
  readonly expected?: number;
}

/** A lease with its state and the pod that likely holds it. */
export interface LeaseView {
  readonly lease: Lease;
  readonly at: Mounted;
  readonly state: LeaseState;
  readonly endsForGoodAt?: Date;
  readonly renewalsLeft?: number;
  readonly pod?: string;
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
