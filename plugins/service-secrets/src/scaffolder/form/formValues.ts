import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';

/** A JSON object of the form. */
export type FormRecord = Readonly<Record<string, unknown>>;

/** Whether something is an object with named fields. */
export function isRecord(value: unknown): value is FormRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields of something, none when it is no object. */
export function recordOf(value: unknown): FormRecord {
  return isRecord(value) ? value : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== ''
    ? value.trim()
    : undefined;
}

function ownerRef(value: unknown): string | undefined {
  const ref = text(value);
  if (!ref) return undefined;
  try {
    return stringifyEntityRef(
      parseEntityRef(ref, {
        defaultKind: 'group',
        defaultNamespace: 'default',
      }),
    );
  } catch {
    return undefined; // half typed
  }
}

/** What our fields read of the rest of the form. */
export interface FormValues {
  /** Full ref of the owner; absent while none is chosen. */
  readonly owner?: string;
  readonly environment?: string;
  readonly delivery?: string;
  readonly replicas?: number;
  readonly database: FormRecord;
  /** Everything, by property name. */
  readonly all: FormRecord;
}

/** Reads the form around a field. A template editor's preview gives less than a wizard, so nothing is taken for granted. */
export function formValues(formContext: unknown): FormValues {
  const all = recordOf(recordOf(formContext).formData);
  const { replicas } = all;
  return {
    owner: ownerRef(all.owner),
    environment: text(all.environment),
    delivery: text(all.delivery),
    replicas: typeof replicas === 'number' ? replicas : undefined,
    database: recordOf(all.database),
    all,
  };
}
