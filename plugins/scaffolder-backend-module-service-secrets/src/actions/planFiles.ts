import {
  DesiredObject,
  DesiredState,
  manifestYaml,
} from 'backstage-plugin-service-secrets-node';

/** A file of the plan: where it goes in the workspace and what is in it. */
export interface PlanFile {
  readonly path: string;
  readonly content: string;
}

function objectFile(object: DesiredObject): PlanFile {
  if (object.kind === 'policy') {
    return {
      path: `vault/policies/${object.name}.hcl`,
      content: object.text,
    };
  }
  const { mount, kind, name, fields } = object;
  return {
    path: `vault/${kind}s/${mount}/${name}.json`,
    content: `${JSON.stringify(fields, null, 2)}\n`,
  };
}

/** The desired state as files a platform pipeline or a reviewer can take up. */
export function planFiles(desired: DesiredState): PlanFile[] {
  const allowed = desired.allowedRoles.map(({ mount, connection, role }) => ({
    path: `vault/allowed-roles/${mount}/${connection}.json`,
    content: `${JSON.stringify({ add: role }, null, 2)}\n`,
  }));
  return [
    ...desired.vault.map(objectFile),
    ...allowed,
    {
      path: 'kubernetes/service.yaml',
      content: manifestYaml(desired.manifests),
    },
  ];
}
