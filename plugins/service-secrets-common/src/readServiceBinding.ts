import {
  Entity,
  getCompoundEntityRef,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';

import {
  annotationDefinitions,
  annotationDomain,
  annotationName,
} from './annotations';
import { describeName, isName, NameKind } from './grammar';
import {
  BindingProblem,
  BindingResult,
  EnvironmentClaim,
  MountedName,
  WorkloadKind,
  workloadKinds,
  WorkloadName,
} from './model/binding';

/** No service uses more of one thing; a longer list is a mistake or an attack. */
const MAX_LIST = 50;

type Definition =
  (typeof annotationDefinitions)[keyof typeof annotationDefinitions];

/** Reads annotations of one environment and collects what is wrong with them. */
class AnnotationReader {
  readonly problems: BindingProblem[] = [];
  private readonly annotations: ReadonlyMap<string, string>;

  constructor(annotations: Record<string, string>) {
    this.annotations = new Map(Object.entries(annotations));
  }

  list(definition: Definition, environment?: string): string[] {
    const name = this.nameOf(definition, environment);
    const parts = (this.annotations.get(name) ?? '')
      .split(',')
      .map(part => part.trim())
      .filter(part => part !== '');
    if (parts.length > MAX_LIST) {
      this.problem(
        name,
        `names ${parts.length} things; the limit is ${MAX_LIST}`,
      );
      return [];
    }
    return [...new Set(parts)];
  }

  names(
    definition: Definition,
    kind: NameKind,
    environment?: string,
  ): string[] {
    const annotation = this.nameOf(definition, environment);
    return this.list(definition, environment).filter(value =>
      this.check(annotation, kind, value),
    );
  }

  mountedNames(definition: Definition, environment?: string): MountedName[] {
    const annotation = this.nameOf(definition, environment);
    return this.list(definition, environment).flatMap(value => {
      const slash = value.lastIndexOf('/');
      const name = value.slice(slash + 1);
      const mount = slash < 0 ? undefined : value.slice(0, slash);
      const valid =
        (mount === undefined || this.check(annotation, 'mount', mount)) &&
        this.check(annotation, 'vaultName', name);
      return valid ? [{ mount, name }] : [];
    });
  }

  workloads(environment?: string): WorkloadName[] {
    const definition = annotationDefinitions.workloads;
    const annotation = this.nameOf(definition, environment);
    return this.list(definition, environment).flatMap(value => {
      const [name, kind, ...rest] = value.split('/').reverse();
      if (rest.length > 0 || (kind !== undefined && !isWorkloadKind(kind))) {
        this.problem(
          annotation,
          `is not \`kind/name\` with one of the kinds ${workloadKinds.join(
            ', ',
          )}`,
        );
        return [];
      }
      return this.check(annotation, 'objectName', name) ? [{ kind, name }] : [];
    });
  }

  problem(annotation: string, reason: string): void {
    this.problems.push({ annotation, reason });
  }

  /** An environment's own annotation wins over the one for all environments. */
  nameOf({ key }: Definition, environment?: string): string {
    const own = environment && annotationName(key, environment);
    return own && this.annotations.has(own) ? own : annotationName(key);
  }

  private check(annotation: string, kind: NameKind, value: string): boolean {
    if (isName(kind, value)) return true;
    this.problem(annotation, `must be ${describeName(kind)}`);
    return false;
  }
}

/** Of our domain, or of an environment's subdomain of it. */
function isOurs(annotation: string): boolean {
  const [domain] = annotation.split('/');
  return domain === annotationDomain || domain.endsWith(`.${annotationDomain}`);
}

function isWorkloadKind(value: string): value is WorkloadKind {
  return workloadKinds.some(kind => kind === value);
}

function readClaim(
  reader: AnnotationReader,
  entityName: string,
  environment: string | undefined,
): EnvironmentClaim | undefined {
  const { namespace, authRole, databaseRoles, staticRoles, certificates } =
    annotationDefinitions;
  const [where, ...more] = reader.names(namespace, 'label', environment);
  if (where === undefined || more.length > 0) {
    reader.problem(
      reader.nameOf(namespace, environment),
      'must name exactly one Kubernetes namespace',
    );
    return undefined;
  }
  const authRoles = reader.mountedNames(authRole, environment);
  if (authRoles.length > 1) {
    reader.problem(
      reader.nameOf(authRole, environment),
      'must name exactly one auth role',
    );
  }
  const workloads = reader.workloads(environment);
  return {
    environment,
    namespace: where,
    workloads: workloads.length > 0 ? workloads : [{ name: entityName }],
    authRole: authRoles[0] ?? { name: entityName },
    databaseRoles: reader.mountedNames(databaseRoles, environment),
    staticRoles: reader.mountedNames(staticRoles, environment),
    certificates: reader.names(certificates, 'objectName', environment),
  };
}

function ownersOf(entity: Entity): string[] {
  return (entity.relations ?? [])
    .filter(({ type }) => type === RELATION_OWNED_BY)
    .map(({ targetRef }) => targetRef.toLocaleLowerCase('en-US'));
}

/**
 * Reads what a service claims to use from its catalog entity. Every value is
 * checked against its grammar before anyone may build a path from it; one bad
 * annotation makes the whole binding invalid, so nothing is read by halves.
 */
export function readServiceBinding(entity: Entity): BindingResult {
  const annotations = entity.metadata.annotations ?? {};
  if (!Object.keys(annotations).some(isOurs)) return { kind: 'unbound' };
  const reader = new AnnotationReader(annotations);
  const named = reader.names(annotationDefinitions.environments, 'configName');
  const environments = named.length > 0 ? named : [undefined];
  // Entity names allow more than Vault and Kubernetes names do; folding the case is what the catalog does too.
  const entityName = entity.metadata.name.toLocaleLowerCase('en-US');
  const claims = environments.flatMap(
    environment => readClaim(reader, entityName, environment) ?? [],
  );
  for (const { authRole, workloads } of claims) {
    if (
      !isName('vaultName', authRole.name) ||
      !isName('objectName', workloads[0].name)
    ) {
      reader.problem(
        annotationName(annotationDefinitions.authRole.key),
        "is needed, with `workloads`: the entity's name is no valid name in Vault or Kubernetes",
      );
    }
  }
  if (reader.problems.length > 0) {
    return { kind: 'invalid', problems: reader.problems };
  }
  return {
    kind: 'bound',
    binding: {
      entityRef: stringifyEntityRef(getCompoundEntityRef(entity)),
      owners: ownersOf(entity),
      claims,
    },
  };
}
