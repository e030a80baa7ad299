import { isDeepStrictEqual } from 'node:util';
import { objectOf, objectsOf, textOf, type JsonObject } from '../api/json';
import { cause, type Cause } from '../api/status';
import { labelProblem } from './names';
import { defaultPodSpec, preparePod, setDefault } from './podDefaults';
import type { ResourceRules } from './ResourceType';

function containerCauses(container: JsonObject, field: string): Cause[] {
  const causes: Cause[] = [];
  const name = textOf(container.name);
  if (name === '') causes.push(cause.required(`${field}.name`));
  else {
    const problem = labelProblem(name);
    if (problem) causes.push(cause.invalid(`${field}.name`, name, problem));
  }
  if (textOf(container.image) === '')
    causes.push(cause.required(`${field}.image`));
  return causes;
}

function mountCauses(spec: JsonObject, field: string): Cause[] {
  const volumes = objectsOf(spec.volumes).map(({ name }) => name);
  return ['initContainers', 'containers'].flatMap(member =>
    objectsOf(spec[member]).flatMap((container, at) =>
      objectsOf(container.volumeMounts).flatMap((mount, index) =>
        volumes.includes(mount.name)
          ? []
          : [
              {
                reason: 'FieldValueNotFound',
                message: `Not found: ${JSON.stringify(mount.name)}`,
                field: `${field}.${member}[${at}].volumeMounts[${index}].name`,
              },
            ],
      ),
    ),
  );
}

function duplicateCauses(spec: JsonObject, field: string): Cause[] {
  const seen = new Set<unknown>();
  return objectsOf(spec.containers).flatMap(({ name }, at) => {
    const isRepeated = seen.has(name);
    seen.add(name);
    if (!isRepeated) return [];
    return [
      {
        reason: 'FieldValueDuplicate',
        message: `Duplicate value: ${JSON.stringify(name)}`,
        field: `${field}.containers[${at}].name`,
      },
    ];
  });
}

/** The rules of a pod spec that a rendered manifest is likely to break. */
export function podSpecCauses(spec: JsonObject, field: string): Cause[] {
  const containers = objectsOf(spec.containers);
  const causes: Cause[] = [];
  if (containers.length === 0)
    causes.push(cause.required(`${field}.containers`));
  for (const member of ['initContainers', 'containers'])
    objectsOf(spec[member]).forEach((container, at) =>
      causes.push(...containerCauses(container, `${field}.${member}[${at}]`)),
    );
  return [
    ...causes,
    ...duplicateCauses(spec, field),
    ...mountCauses(spec, field),
  ];
}

const containerStatuses = [
  'containerStatuses',
  'initContainerStatuses',
  'ephemeralContainerStatuses',
];

// Members that are always encoded, empty or not.
function completeStatus(status: JsonObject): void {
  for (const condition of objectsOf(status.conditions)) {
    setDefault(condition, 'lastProbeTime', null);
    setDefault(condition, 'lastTransitionTime', null);
  }
  for (const member of containerStatuses)
    for (const container of objectsOf(status[member])) {
      setDefault(container, 'state', {});
      setDefault(container, 'lastState', {});
    }
}

const changeable = [
  'activeDeadlineSeconds',
  'tolerations',
  'terminationGracePeriodSeconds',
];

const unchangeableText =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

function fixedPart(value: unknown): JsonObject {
  const spec = { ...objectOf(value) };
  for (const member of changeable) delete spec[member];
  for (const member of ['containers', 'initContainers'])
    if (spec[member] !== undefined)
      spec[member] = objectsOf(spec[member]).map(container => ({
        ...container,
        image: undefined,
      }));
  return spec;
}

/** Pods: defaults, what the server decides, and the few fields that may change. */
export const podRules: ResourceRules = {
  default(object) {
    const spec = objectOf(object.spec);
    setDefault(spec, 'enableServiceLinks', true);
    defaultPodSpec(spec);
    completeStatus(objectOf(object.status));
  },
  prepare: preparePod,
  validate: object => podSpecCauses(objectOf(object.spec), 'spec'),
  validateUpdate: (object, old) =>
    isDeepStrictEqual(fixedPart(object.spec), fixedPart(old.spec))
      ? []
      : [cause.forbidden('spec', unchangeableText)],
};
