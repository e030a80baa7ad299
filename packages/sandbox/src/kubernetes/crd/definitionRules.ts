import { objectOf, objectsOf, textOf, type JsonObject } from '../api/json';
import { cause, type Cause } from '../api/status';
import { setDefault } from '../resources/podDefaults';
import type { ResourceRules } from '../resources/ResourceType';

function versionCauses(version: JsonObject, field: string): Cause[] {
  const schema = objectOf(version.schema).openAPIV3Schema;
  return schema === undefined
    ? [
        cause.required(
          `${field}.schema.openAPIV3Schema`,
          'schemas are required',
        ),
      ]
    : [];
}

/** CustomResourceDefinitions: named after what they define, each version with a schema. */
export const definitionRules: ResourceRules = {
  default(object) {
    const spec = objectOf(object.spec);
    const names = objectOf(spec.names);
    const kind = textOf(names.kind);
    setDefault(names, 'singular', kind.toLowerCase());
    setDefault(names, 'listKind', `${kind}List`);
    setDefault(spec, 'conversion', { strategy: 'None' });
  },
  prepare(object) {
    const stored = objectsOf(objectOf(object.spec).versions).filter(
      ({ storage }) => storage === true,
    );
    object.status = {
      conditions: null,
      acceptedNames: { plural: '', kind: '' },
      storedVersions: stored.map(({ name }) => name),
    };
  },
  validate(object) {
    const spec = objectOf(object.spec);
    const expected = `${textOf(objectOf(spec.names).plural)}.${textOf(
      spec.group,
    )}`;
    const name = textOf(objectOf(object.metadata).name);
    const versions = objectsOf(spec.versions);
    const causes = versions.flatMap((version, at) =>
      versionCauses(version, `spec.versions[${at}]`),
    );
    if (objectOf(spec.conversion).strategy !== 'None')
      causes.push(
        cause.forbidden('spec.conversion', 'this server converts by None only'),
      );
    if (versions.filter(({ storage }) => storage === true).length !== 1)
      causes.push(
        cause.invalid(
          'spec.versions',
          versions.map(version => version.name),
          'must have exactly one version marked as storage version',
        ),
      );
    if (name !== expected)
      causes.push(
        cause.invalid(
          'metadata.name',
          name,
          'must be spec.names.plural+"."+spec.group',
        ),
      );
    return causes;
  },
};
