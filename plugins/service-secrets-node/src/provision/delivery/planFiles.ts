import {
  authRoleName,
  issuerAuthRoleName,
  PlanFile,
} from 'backstage-plugin-service-secrets-common';

import { DesiredRole, DesiredState, Manifest } from '../DesiredState';
import { ServiceSpec } from '../ServiceSpec';
import { ManifestNames } from './Delivery';
import { manifestYaml, quotedYaml } from './manifestYaml';
import { workloadPatch } from './serviceManifests';
import { vaultAuthority } from './vaultAuthority';

const FOLDER = 'kubernetes';
const PATCH = 'workload-patch.yaml';

/** The names manifests use, read from what is planned for Vault: one truth, not two. */
function namesOf(spec: ServiceSpec, desired: DesiredState): ManifestNames {
  const find = (kind: DesiredRole['kind']) =>
    desired.vault.find((object): object is DesiredRole => object.kind === kind);
  const path = (role: DesiredRole | undefined, segment: string) =>
    role && `${role.mount}/${segment}/${role.name}`;
  return {
    authRole: authRoleName(spec),
    issuerAuthRole: issuerAuthRoleName(spec),
    credentialsPath: path(find('database-role'), 'creds'),
    staticCredentialsPath: path(find('static-role'), 'static-creds'),
    signPath: path(find('pki-role'), 'sign'),
    kvPath: find('kv-placeholder')?.name,
  };
}

function fileName({ kind, metadata }: Manifest, index: number): string {
  const number = String(index + 1).padStart(2, '0');
  return `${number}-${kind.toLowerCase()}-${metadata.name}.yaml`;
}

/** A folder of its own for a new service; for an existing one a component, which an application's kustomization includes. */
function kustomization(resources: readonly string[], patched: boolean): string {
  return quotedYaml(
    patched
      ? {
          apiVersion: 'kustomize.config.k8s.io/v1alpha1',
          kind: 'Component',
          resources,
          patches: [{ path: PATCH }],
        }
      : {
          apiVersion: 'kustomize.config.k8s.io/v1beta1',
          kind: 'Kustomization',
          resources,
        },
  );
}

/**
 * The Kubernetes files of a plan: one object a file, numbered in the order
 * they are applied, and a kustomization over them. When the workload exists
 * already, its changes come as a strategic merge patch.
 */
export function planFiles(
  spec: ServiceSpec,
  desired: DesiredState,
): PlanFile[] {
  const files = [...vaultAuthority(spec), ...desired.manifests].map(
    (manifest, index) => ({
      name: fileName(manifest, index),
      content: manifestYaml([manifest]),
    }),
  );
  const patch = workloadPatch(spec, namesOf(spec, desired));
  const all = [
    ...files,
    ...(patch ? [{ name: PATCH, content: quotedYaml(patch) }] : []),
    {
      name: 'kustomization.yaml',
      content: kustomization(
        files.map(({ name }) => name),
        patch !== undefined,
      ),
    },
  ];
  return all.map(({ name, content }) => ({
    path: `${FOLDER}/${name}`,
    content,
  }));
}
