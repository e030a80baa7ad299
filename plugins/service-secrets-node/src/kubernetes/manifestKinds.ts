import type { NameKind } from 'backstage-plugin-service-secrets-common';

import type { Resource } from './paths';

/** A kind of object that provisioning may apply. */
export interface ManifestKind extends Resource {
  readonly namespaced: boolean;
  /** Whether provisioning removes it; what goes with a namespace is everybody's. */
  readonly removable: boolean;
  readonly nameKind: NameKind;
}

function kind(apiVersion: string, plural: string, label: string): ManifestKind {
  const slash = apiVersion.indexOf('/');
  return {
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    plural,
    label,
    namespaced: true,
    removable: true,
    nameKind: 'objectName',
  };
}

const rbac = 'rbac.authorization.k8s.io/v1';
const certManager = 'cert-manager.io/v1';
const operator = 'secrets.hashicorp.com/v1beta1';
const externalSecrets = 'external-secrets.io/v1';
const generators = 'generators.external-secrets.io/v1alpha1';
const csi = 'secrets-store.csi.x-k8s.io/v1';

/** The kinds our manifests have, and no others. No Secret, nothing for a whole cluster but the namespace. */
const kinds: Readonly<Record<string, ManifestKind>> = {
  'v1 Namespace': {
    ...kind('v1', 'namespaces', 'namespace'),
    namespaced: false,
    removable: false,
    nameKind: 'label',
  },
  'v1 ServiceAccount': kind('v1', 'serviceaccounts', 'service account'),
  'apps/v1 Deployment': kind('apps/v1', 'deployments', 'deployment'),
  [`${rbac} Role`]: kind(rbac, 'roles', 'role'),
  [`${rbac} RoleBinding`]: kind(rbac, 'rolebindings', 'role binding'),
  [`${certManager} Issuer`]: kind(certManager, 'issuers', 'issuer'),
  [`${certManager} Certificate`]: kind(
    certManager,
    'certificates',
    'certificate',
  ),
  [`${operator} VaultConnection`]: kind(
    operator,
    'vaultconnections',
    'Vault connection',
  ),
  [`${operator} VaultAuth`]: kind(operator, 'vaultauths', 'Vault auth'),
  [`${operator} VaultDynamicSecret`]: kind(
    operator,
    'vaultdynamicsecrets',
    'Vault dynamic secret',
  ),
  [`${operator} VaultStaticSecret`]: kind(
    operator,
    'vaultstaticsecrets',
    'Vault static secret',
  ),
  [`${externalSecrets} SecretStore`]: kind(
    externalSecrets,
    'secretstores',
    'secret store',
  ),
  [`${externalSecrets} ExternalSecret`]: kind(
    externalSecrets,
    'externalsecrets',
    'external secret',
  ),
  [`${generators} VaultDynamicSecret`]: kind(
    generators,
    'vaultdynamicsecrets',
    'Vault generator',
  ),
  [`${csi} SecretProviderClass`]: kind(
    csi,
    'secretproviderclasses',
    'secret provider class',
  ),
};

/** The kind of an object; undefined for one we do not apply. */
export function manifestKind(
  apiVersion: string,
  kindName: string,
): ManifestKind | undefined {
  const key = `${apiVersion} ${kindName}`;
  return Object.hasOwn(kinds, key) ? kinds[key] : undefined;
}
