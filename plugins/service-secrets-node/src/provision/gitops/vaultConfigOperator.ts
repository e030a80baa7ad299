import { PlanFile } from 'backstage-plugin-service-secrets-common';

import { manifestYaml } from '../delivery/manifestYaml';
import { planFiles } from '../delivery/planFiles';
import {
  DesiredObject,
  DesiredRole,
  DesiredState,
  Manifest,
} from '../DesiredState';
import { ownerAnnotations } from '../manifestOwner';
import { ServiceSpec } from '../ServiceSpec';

const FOLDER = 'vault-config-operator';
const apiVersion = 'redhatcop.redhat.io/v1alpha1';
/** The role and account the operator logs in with: the platform team's to choose, so they are named in one place. */
const OPERATOR_ROLE = 'vault-config-operator';

type Fields = DesiredRole['fields'];

/** The operator's name of a field of Vault, or `undefined` for one it does not have. */
type FieldNames = Readonly<Record<string, string>>;

interface RoleKind {
  readonly kind: string;
  readonly names: FieldNames;
  /** What the operator requires and Vault does not. */
  readonly extra?: object;
}

const roleKinds: Record<
  Exclude<DesiredRole['kind'], 'kv-placeholder'>,
  RoleKind
> = {
  'auth-role': {
    kind: 'KubernetesAuthEngineRole',
    names: {
      bound_service_account_names: 'targetServiceAccounts',
      audience: 'audience',
      token_policies: 'policies',
      token_ttl: 'tokenTTL',
      token_max_ttl: 'tokenMaxTTL',
      token_explicit_max_ttl: 'tokenExplicitMaxTTL',
      token_period: 'tokenPeriod',
      token_type: 'tokenType',
      token_num_uses: 'tokenNumUses',
      token_no_default_policy: 'tokenNoDefaultPolicy',
    },
  },
  'database-role': {
    kind: 'DatabaseSecretEngineRole',
    names: {
      db_name: 'dBName',
      default_ttl: 'defaultTTL',
      max_ttl: 'maxTTL',
      creation_statements: 'creationStatements',
      revocation_statements: 'revocationStatements',
      rollback_statements: 'rollbackStatements',
      renew_statements: 'renewStatements',
    },
  },
  'static-role': {
    kind: 'DatabaseSecretEngineStaticRole',
    names: {
      db_name: 'dBName',
      username: 'username',
      rotation_period: 'rotationPeriod',
      rotation_statements: 'rotationStatements',
    },
    // Exactly one kind of credential must be described, be it with nothing in it.
    extra: { credentialType: 'password', passwordCredentialConfig: {} },
  },
  'pki-role': {
    kind: 'PKISecretEngineRole',
    names: {
      allowed_domains: 'allowedDomains',
      allowed_domains_template: 'allowedDomainsTemplate',
      allow_bare_domains: 'allowBareDomains',
      allow_subdomains: 'allowSubdomains',
      allow_glob_domains: 'allowGlobDomains',
      allow_any_name: 'allowAnyName',
      allow_localhost: 'allowLocalhost',
      allow_ip_sans: 'allowIPSans',
      allowed_uri_sans: 'allowedURISans',
      enforce_hostnames: 'enforceHostnames',
      require_cn: 'requireCn',
      server_flag: 'serverFlag',
      client_flag: 'clientFlag',
      code_signing_flag: 'codeSigningFlag',
      email_protection_flag: 'emailProtectionFlag',
      key_usage: 'keyUsage',
      ext_key_usage: 'extKeyUsage',
      use_csr_common_name: 'useCSRCommonName',
      use_csr_sans: 'useCSRSans',
      generate_lease: 'generateLease',
      no_store: 'noStore',
      key_type: 'keyType',
      key_bits: 'keyBits',
      max_ttl: 'maxTTL',
    },
  },
};

/** Fields the operator takes as a Go duration; it takes the rest as seconds. */
const durations = new Set(['defaultTTL', 'maxTTL']);

function translated(fields: Fields, names: FieldNames) {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([field]) => Object.hasOwn(names, field))
      .map(([field, value]) => {
        const name = names[field];
        return [name, durations.has(name) ? `${String(value)}s` : value];
      }),
  );
}

/** Fields a role of ours sets and the operator cannot; Vault's default stands there. */
function untranslated({ kind, fields }: DesiredRole): string[] {
  if (kind === 'kv-placeholder') return [];
  const known =
    kind === 'auth-role' ? ['bound_service_account_namespaces'] : [];
  return Object.entries(fields).flatMap(([field, value]) => {
    const isSet = Array.isArray(value) ? value.length > 0 : value !== '';
    const isKnown =
      Object.hasOwn(roleKinds[kind].names, field) || known.includes(field);
    return isSet && !isKnown ? [field] : [];
  });
}

function metadata(spec: ServiceSpec, name: string) {
  return {
    // A Kubernetes name has no underscore; the name in Vault is `spec.name`.
    name: name.replace(/_/g, '-'),
    namespace: spec.namespace,
    labels: { 'app.kubernetes.io/name': spec.name },
    annotations: ownerAnnotations(spec),
  };
}

function authentication(spec: ServiceSpec) {
  return {
    path: spec.authMount,
    role: OPERATOR_ROLE,
    serviceAccount: { name: OPERATOR_ROLE },
  };
}

/** One object of Vault as the operator's resource; undefined for what it has no resource for. */
function operatorResource(
  spec: ServiceSpec,
  object: DesiredObject,
): Manifest | undefined {
  const common = { authentication: authentication(spec), name: object.name };
  if (object.kind === 'policy') {
    return {
      apiVersion,
      kind: 'Policy',
      metadata: metadata(spec, object.name),
      spec: { ...common, type: 'acl', policy: object.text },
    };
  }
  if (object.kind === 'kv-placeholder') return undefined;
  const { kind, names, extra } = roleKinds[object.kind];
  return {
    apiVersion,
    kind,
    metadata: metadata(spec, object.name),
    spec: {
      ...common,
      path: object.mount,
      ...translated(object.fields, names),
      ...extra,
      ...(object.kind === 'auth-role'
        ? {
            targetNamespaces: {
              targetNamespaces: object.fields.bound_service_account_namespaces,
            },
          }
        : {}),
    },
  };
}

function gaps(desired: DesiredState): string[] {
  return desired.vault.flatMap(object => {
    if (object.kind === 'policy') return [];
    if (object.kind === 'kv-placeholder') {
      return [
        `- The operator has no resource for KV metadata: mark \`${object.mount}/${object.name}\` by hand, or leave it unmarked.`,
      ];
    }
    return untranslated(object).map(
      field =>
        `- \`${field}\` of \`${object.name}\` cannot be set by the operator; Vault's default stands.`,
    );
  });
}

function readme(spec: ServiceSpec, desired: DesiredState): string {
  return [
    `# Credentials of ${spec.entityRef}`,
    '',
    `Resources of vault-config-operator (${apiVersion}), and the Kubernetes objects of the service beside them.`,
    '',
    '## Before the first sync',
    '',
    `- Every resource logs in with role \`${OPERATOR_ROLE}\` as service account \`${OPERATOR_ROLE}\` of namespace \`${spec.namespace}\`. Put your operator's role and account there, for instance with a kustomize patch.`,
    ...desired.allowedRoles.map(
      ({ mount, connection, role }) =>
        `- The owner of connection \`${mount}/config/${connection}\` must add \`${role}\` to its \`allowedRoles\`.`,
    ),
    ...gaps(desired),
    '',
  ].join('\n');
}

/** The plan as resources of vault-config-operator, and the manifests beside them. */
export function vaultConfigOperatorFiles(
  spec: ServiceSpec,
  desired: DesiredState,
): PlanFile[] {
  const resources = desired.vault.flatMap(object => {
    const resource = operatorResource(spec, object);
    return resource ? [resource] : [];
  });
  return [
    ...resources.map((resource, index) => ({
      path: `${FOLDER}/${String(index + 1).padStart(
        2,
        '0',
      )}-${resource.kind.toLowerCase()}-${resource.metadata.name}.yaml`,
      content: manifestYaml([resource]),
    })),
    { path: `${FOLDER}/README.md`, content: readme(spec, desired) },
    ...planFiles(spec, desired),
  ];
}
