import { FieldData } from './fields';

/** One request field: how to read it, and what it is when nobody sends it. */
export interface FieldSpec<T> {
  readonly read: (data: FieldData, name: string) => T | undefined;
  readonly fallback: T;
}

/** A table of fields by Vault's names. */
export type FieldSpecs = Readonly<Record<string, FieldSpec<unknown>>>;

/** The values a table of fields reads to. */
export type FieldValues<Specs extends FieldSpecs> = {
  readonly [Name in keyof Specs]: Specs[Name] extends FieldSpec<infer T>
    ? T
    : never;
};

/** Names one field of a table. */
export function field<T>(
  read: (data: FieldData, name: string) => T | undefined,
  fallback: T,
): FieldSpec<T> {
  return { read, fallback };
}

/** Reads every field of a table; absent ones come from `before`, or are the fallback. */
export function readFields<Specs extends FieldSpecs>(
  specs: Specs,
  data: FieldData,
  before?: FieldValues<Specs>,
): FieldValues<Specs> {
  const values = Object.entries(specs).map(([name, spec]) => [
    name,
    spec.read(data, name) ?? before?.[name] ?? spec.fallback,
  ]);
  // fromEntries forgets which name has which type; the table knows.
  return Object.fromEntries(values) as FieldValues<Specs>;
}
