import { listOf, objectsOf, textOf, valueAt } from '../api/json';
import type { KubeObject } from '../api/KubeObject';
import { selectorText } from '../resources/selectorMatch';
import type { Column } from './Column';

const units: ReadonlyArray<[string, number, number]> = [
  // unit, its length in seconds, up to how many seconds it is used
  ['s', 1, 120],
  ['m', 60, 3 * 3600],
  ['h', 3600, 48 * 3600],
  ['d', 86400, 730 * 86400],
  ['y', 365 * 86400, Infinity],
];

/** How long ago a time was, as `kubectl` shortens it: `45s`, `12m`, `5h`, `3d`. */
export function ageOf(time: unknown, now: number): string {
  const at = Date.parse(textOf(time));
  if (Number.isNaN(at)) return '<unknown>';
  const seconds = Math.max(0, Math.floor((now - at) / 1000));
  const unit = units.find(([, , upTo]) => seconds < upTo);
  return unit ? `${Math.floor(seconds / unit[1])}${unit[0]}` : '<unknown>';
}

/** The column every table begins with. */
export const nameColumn: Column = {
  name: 'Name',
  type: 'string',
  format: 'name',
  cell: object => object.metadata.name,
};

/** The time since creation. */
export const ageColumn: Column = {
  name: 'Age',
  type: 'string',
  cell: (object, now) => ageOf(object.metadata.creationTimestamp, now),
};

/** The creation time itself, which the client turns into an age. */
export const createdAtColumn: Column = {
  name: 'Created At',
  type: 'date',
  cell: object => object.metadata.creationTimestamp,
};

/** A column that shows a text, `<none>` where there is none. */
export function textColumn(
  name: string,
  read: (object: KubeObject, now: number) => unknown,
  priority: 0 | 1 = 0,
): Column {
  return {
    name,
    type: 'string',
    priority,
    cell: (object, now) => {
      const value = read(object, now);
      return value === undefined || value === '' ? '<none>' : String(value);
    },
  };
}

/** A column that shows a number, 0 where there is none. */
export function numberColumn(
  name: string,
  read: (object: KubeObject) => unknown,
  priority: 0 | 1 = 0,
): Column {
  return {
    name,
    type: 'integer',
    priority,
    cell: object => {
      const value = read(object);
      return typeof value === 'number' ? value : 0;
    },
  };
}

/** Containers, images and selector of a workload, shown with `-o wide`. */
export function workloadColumns(templatePath = 'spec.template.spec'): Column[] {
  const containers = (object: KubeObject) =>
    objectsOf(valueAt(object, `${templatePath}.containers`));
  return [
    textColumn(
      'Containers',
      object =>
        containers(object)
          .map(({ name }) => name)
          .join(','),
      1,
    ),
    textColumn(
      'Images',
      object =>
        containers(object)
          .map(({ image }) => image)
          .join(','),
      1,
    ),
    textColumn(
      'Selector',
      object => selectorText(valueAt(object, 'spec.selector')),
      1,
    ),
  ];
}

/** How many entries a member has. */
export function countOf(value: unknown): number {
  return Array.isArray(value)
    ? listOf(value).length
    : Object.keys(Object(value ?? {})).length;
}
