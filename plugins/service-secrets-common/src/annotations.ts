/** The domain of every annotation of ours. */
export const annotationDomain = 'service-secrets.io';

/** One annotation: its key below the domain, what it says, and an example. The docs table is generated from these. */
export interface AnnotationDefinition {
  readonly key: string;
  readonly required: boolean;
  readonly description: string;
  readonly example: string;
}

/** Every annotation a service's entity may carry. */
export const annotationDefinitions = {
  namespace: {
    key: 'namespace',
    required: true,
    description:
      'Kubernetes namespace of the service. Its presence is what switches the tab on.',
    example: 'grade-api',
  },
  environments: {
    key: 'environments',
    required: false,
    description:
      "Environments the service lives in, comma-separated, by the operator's names. Default: the first configured one.",
    example: 'production,staging',
  },
  workloads: {
    key: 'workloads',
    required: false,
    description:
      "Workloads of the service, comma-separated, with or without their kind. Default: any workload with the entity's name.",
    example: 'deployment/grade-api',
  },
  authRole: {
    key: 'auth-role',
    required: false,
    description:
      "Kubernetes auth role of the pods, `role` or `mount/role`. Default: the entity's name on the default auth mount.",
    example: 'grade-api',
  },
  databaseRoles: {
    key: 'database-roles',
    required: false,
    description:
      'Database roles the service uses, comma-separated, each `role` or `mount/role`.',
    example: 'grade-api-role',
  },
  staticRoles: {
    key: 'static-roles',
    required: false,
    description:
      'Static database roles the service uses, comma-separated, each `role` or `mount/role`.',
    example: 'grade-report',
  },
  certificates: {
    key: 'certificates',
    required: false,
    description:
      "cert-manager Certificates of the service, comma-separated. Default: every Certificate whose Secret one of the service's workloads mounts.",
    example: 'grade-api-tls',
  },
} as const satisfies Record<string, AnnotationDefinition>;

/** The full name of an annotation, of one environment when that is given: `staging.service-secrets.io/namespace`. */
export function annotationName(key: string, environment?: string): string {
  return environment
    ? `${environment}.${annotationDomain}/${key}`
    : `${annotationDomain}/${key}`;
}

/** The annotation whose presence switches the tab on. */
export const SERVICE_SECRETS_NAMESPACE_ANNOTATION = annotationName(
  annotationDefinitions.namespace.key,
);

/** The annotation a Kubernetes Namespace carries to name the one service it belongs to. */
export const BACK_REFERENCE_ANNOTATION = annotationName('entity-ref');

/** Beside the back-reference on an object provisioning made: the environment it belongs to, since two may share a namespace. */
export const OBJECT_ENVIRONMENT_ANNOTATION = annotationName('environment');
