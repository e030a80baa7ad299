import { FormRecord, isRecord } from '../form/formValues';

const PLACEHOLDER = /\{([A-Za-z_][\w.-]*)\}/g;

/** Something with its placeholders filled in, and those the form has no value for. */
export interface Filled {
  readonly value: unknown;
  readonly unknown: readonly string[];
}

function lookUp(form: FormRecord, path: string): unknown {
  let value: unknown = form;
  for (const key of path.split('.')) {
    value =
      isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }
  return value === '' ? undefined : value;
}

function isPlain(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function fillText(text: string, form: FormRecord): Filled {
  const names = [...text.matchAll(PLACEHOLDER)].map(([, name]) => name);
  const unknown = names.filter(name => !isPlain(lookUp(form, name)));
  if (unknown.length > 0) return { value: undefined, unknown };
  // A placeholder on its own keeps its type, so that a number stays one.
  if (names.length === 1 && text === `{${names[0]}}`) {
    return { value: lookUp(form, names[0]), unknown };
  }
  const value = text.replace(PLACEHOLDER, (_, name: string) =>
    String(lookUp(form, name)),
  );
  return { value, unknown };
}

/** Replaces `{name}` and `{database.choice.offer}` by what the form holds, in every string at any depth. */
export function fillPlaceholders(template: unknown, form: FormRecord): Filled {
  if (typeof template === 'string') return fillText(template, form);
  if (Array.isArray(template)) {
    const items = template.map(item => fillPlaceholders(item, form));
    return {
      value: items.map(({ value }) => value),
      unknown: items.flatMap(({ unknown }) => unknown),
    };
  }
  if (!isRecord(template)) return { value: template, unknown: [] };
  const fields = Object.entries(template).map(
    ([key, item]) => [key, fillPlaceholders(item, form)] as const,
  );
  return {
    value: Object.fromEntries(fields.map(([key, { value }]) => [key, value])),
    unknown: fields.flatMap(([, { unknown }]) => unknown),
  };
}
