/** A name below a mount, such as the database role `grade-api-role` on `database`. */
export interface MountedName {
  /** Undefined: the default mount of the instance for this kind of name. */
  readonly mount?: string;
  readonly name: string;
}

/** The workload kinds whose pods can consume a credential. */
export const workloadKinds = [
  'deployment',
  'statefulset',
  'daemonset',
  'job',
  'cronjob',
] as const;

/** One of the workload kinds, spelled as in annotations. */
export type WorkloadKind = (typeof workloadKinds)[number];

/** A workload as an annotation names it; without a kind, any kind of that name. */
export interface WorkloadName {
  readonly kind?: WorkloadKind;
  readonly name: string;
}

/** What a service claims to use in one environment. A claim, not a right. */
export interface EnvironmentClaim {
  /** Undefined: the operator's first configured environment. */
  readonly environment?: string;
  readonly namespace: string;
  readonly workloads: readonly WorkloadName[];
  readonly authRole: MountedName;
  readonly databaseRoles: readonly MountedName[];
  readonly staticRoles: readonly MountedName[];
  readonly certificates: readonly string[];
}

/** What a service claims to use, read from its catalog entity and from nothing else. */
export interface ServiceBinding {
  readonly entityRef: string;
  /** Entity refs of the owners, from the catalog's relations, never from an annotation. */
  readonly owners: readonly string[];
  readonly claims: readonly EnvironmentClaim[];
}

/** An annotation that cannot be used, and why. */
export interface BindingProblem {
  readonly annotation: string;
  readonly reason: string;
}

/** Reading an entity gives a binding, nothing (no annotation of ours), or problems to correct. */
export type BindingResult =
  | { readonly kind: 'bound'; readonly binding: ServiceBinding }
  | { readonly kind: 'unbound' }
  | { readonly kind: 'invalid'; readonly problems: readonly BindingProblem[] };
