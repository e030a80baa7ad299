import { PlanFile } from 'backstage-plugin-service-secrets-common';

import { planFiles } from '../delivery/planFiles';
import { vaultAuthority } from '../delivery/vaultAuthority';
import { DesiredState, Manifest } from '../DesiredState';
import { ServiceSpec } from '../ServiceSpec';
import { TerraformResource, terraformResource } from './terraformResources';
import { literalValue, TerraformValue } from './terraformText';

const FOLDER = 'terraform';

/** A module names what it needs and leaves the providers' addresses and logins to whoever uses it. */
const versions = {
  terraform: {
    // The first with import blocks.
    required_version: '>= 1.5.0',
    required_providers: {
      vault: { source: 'hashicorp/vault', version: '>= 4.0.0, < 6.0.0' },
      kubernetes: {
        source: 'hashicorp/kubernetes',
        version: '>= 2.20.0, < 4.0.0',
      },
    },
  },
};

function manifestResource(manifest: Manifest): TerraformResource {
  const { apiVersion, kind, metadata } = manifest;
  const id = [
    `apiVersion=${apiVersion}`,
    `kind=${kind}`,
    ...(metadata.namespace ? [`namespace=${metadata.namespace}`] : []),
    `name=${metadata.name}`,
  ].join(',');
  return {
    type: 'kubernetes_manifest',
    name: `${kind.toLowerCase()}-${metadata.name}`.replace(/[^a-z0-9_-]/g, '-'),
    importId: id,
    body: { manifest: literalValue(manifest) },
  };
}

function address({ type, name }: TerraformResource): string {
  return `${type}.${name}`;
}

/** The configuration of resources, by type and name. Two of one address would be one resource silently. */
function resourceFile(resources: readonly TerraformResource[]): string {
  const byType: Record<string, Record<string, TerraformValue>> = {};
  for (const { type, name, body } of resources) {
    byType[type] = byType[type] ?? {};
    if (Object.hasOwn(byType[type], name)) {
      throw new Error(`two Terraform resources are called ${type}.${name}`);
    }
    byType[type][name] = body;
  }
  return json({ resource: byType });
}

/** Nobody can log in before everything the login gives access to stands. */
function vaultResources(desired: DesiredState): TerraformResource[] {
  const resources = desired.vault.map(terraformResource);
  const isLogin = ({ type }: TerraformResource) =>
    type === 'vault_kubernetes_auth_backend_role';
  const others = resources.filter(resource => !isLogin(resource)).map(address);
  return resources.map(resource =>
    isLogin(resource)
      ? { ...resource, body: { ...resource.body, depends_on: others } }
      : resource,
  );
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function importExample(resources: readonly TerraformResource[]): string[] {
  return resources.flatMap(resource =>
    resource.importId
      ? [
          'import {',
          `  to = ${address(resource)}`,
          `  id = ${JSON.stringify(resource.importId)}`,
          '}',
        ]
      : [],
  );
}

function readme(
  spec: ServiceSpec,
  desired: DesiredState,
  resources: readonly TerraformResource[],
): string {
  return [
    `# Credentials of ${spec.entityRef}`,
    '',
    'A module in the JSON syntax of Terraform. Configure the providers `vault` and `kubernetes` where you use it.',
    'It holds no secret, and its state will hold none.',
    '',
    '## What it cannot do',
    '',
    ...desired.allowedRoles.map(
      ({ mount, connection, role }) =>
        `- The owner of connection \`${mount}/config/${connection}\` must add \`${role}\` to its \`allowed_roles\`; the connection belongs to no service, so this module does not touch it.`,
    ),
    '- `kubernetes_manifest` needs the cluster at plan time, and the kinds it names must be installed.',
    ...(spec.image
      ? []
      : [
          `- Deployment \`${spec.name}\` exists and is not managed here: give it what \`workload-patch.yaml\` says.`,
        ]),
    '',
    '## Taking over what exists',
    '',
    'Put the blocks of objects that exist already into a file beside these, plan, and remove it after the apply:',
    '',
    '```hcl',
    ...importExample(resources),
    '```',
    '',
  ].join('\n');
}

/** The plan as a Terraform module: Vault's objects and the manifests, both by their providers. */
export function terraformFiles(
  spec: ServiceSpec,
  desired: DesiredState,
): PlanFile[] {
  const vault = vaultResources(desired);
  const kubernetes = [...vaultAuthority(spec), ...desired.manifests].map(
    manifestResource,
  );
  const patch = planFiles(spec, desired).find(({ path }) =>
    path.endsWith('/workload-patch.yaml'),
  );
  return [
    { path: `${FOLDER}/versions.tf.json`, content: json(versions) },
    { path: `${FOLDER}/vault.tf.json`, content: resourceFile(vault) },
    { path: `${FOLDER}/kubernetes.tf.json`, content: resourceFile(kubernetes) },
    ...(patch
      ? [{ path: `${FOLDER}/workload-patch.yaml`, content: patch.content }]
      : []),
    {
      path: `${FOLDER}/README.md`,
      content: readme(spec, desired, [...vault, ...kubernetes]),
    },
  ];
}
