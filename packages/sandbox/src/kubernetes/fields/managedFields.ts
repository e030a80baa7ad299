import type { JsonObject } from '../api/json';
import type { ManagedFieldsEntry } from '../api/KubeObject';
import {
  allPaths,
  changedPaths,
  ownableParts,
  type FieldPath,
} from './fieldPaths';
import { fromFieldsV1, toFieldsV1 } from './fieldsV1';

/** Who writes, through which endpoint. */
export interface Writer {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource?: string;
  /** RFC 3339, to the second; absent for writes through `scale`, which the real server does not date. */
  readonly time?: string;
}

/** An entry with its paths as a set. */
export interface Ownership extends Writer {
  readonly paths: Set<FieldPath>;
}

/** Reads `managedFields`. */
export function readOwnerships(
  entries: readonly ManagedFieldsEntry[] = [],
): Ownership[] {
  return entries.map(entry => ({
    manager: entry.manager,
    operation: entry.operation,
    apiVersion: entry.apiVersion,
    subresource: entry.subresource,
    time: entry.time,
    paths: fromFieldsV1(entry.fieldsV1),
  }));
}

function rank(entry: Ownership): string {
  return [entry.operation, entry.time, entry.manager, entry.subresource].join(
    '\u0000',
  );
}

/** Writes `managedFields`: owners of nothing are left out. Undefined when nobody owns anything. */
export function writeOwnerships(
  ownerships: readonly Ownership[],
): ManagedFieldsEntry[] | undefined {
  const entries = ownerships
    .filter(({ paths }) => paths.size > 0)
    .sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
    .map(
      (entry): ManagedFieldsEntry => ({
        manager: entry.manager,
        operation: entry.operation,
        apiVersion: entry.apiVersion,
        ...(entry.time ? { time: entry.time } : {}),
        fieldsType: 'FieldsV1',
        fieldsV1: toFieldsV1(entry.paths),
        ...(entry.subresource ? { subresource: entry.subresource } : {}),
      }),
    );
  return entries.length > 0 ? entries : undefined;
}

/** True when both write under the same name through the same endpoint. */
export function isSameWriter(a: Writer, b: Writer): boolean {
  return (
    a.manager === b.manager &&
    a.operation === b.operation &&
    a.apiVersion === b.apiVersion &&
    (a.subresource ?? '') === (b.subresource ?? '')
  );
}

/** Which top-level members an endpoint may write; the others are reset to what is stored. */
export function writableMembers(
  hasStatus: boolean,
  subresource?: string,
): (member: string) => boolean {
  if (subresource === 'status') return member => member === 'status';
  return member => !hasStatus || member !== 'status';
}

/** What an update does to the records: the writer gains what it changed, others lose that and what is gone. */
export function recordUpdate(options: {
  entries: readonly ManagedFieldsEntry[] | undefined;
  old: JsonObject;
  object: JsonObject;
  writer: Writer;
  custom: boolean;
  writable: (member: string) => boolean;
}): ManagedFieldsEntry[] | undefined {
  const { old, object, writer, custom, writable } = options;
  const changed = changedPaths(
    {
      old: ownableParts(old, writable),
      object: ownableParts(object, writable),
    },
    custom,
  );
  const present = allPaths(
    ownableParts(object, () => true),
    custom,
  );
  const others: Ownership[] = [];
  let mine: Ownership = { ...writer, paths: changed };
  for (const entry of readOwnerships(options.entries)) {
    const kept = [...entry.paths].filter(path => present.has(path));
    if (!isSameWriter(entry, writer)) {
      const paths = new Set(kept.filter(path => !changed.has(path)));
      others.push({ ...entry, paths });
    } else {
      const isSame = changed.size === 0 && kept.length === entry.paths.size;
      const time = isSame ? entry.time : writer.time;
      mine = { ...writer, time, paths: new Set([...kept, ...changed]) };
    }
  }
  return writeOwnerships([...others, mine]);
}
