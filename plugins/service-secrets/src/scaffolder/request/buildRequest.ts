import {
  ProvisionRequest,
  provisionRequestSchema,
} from 'backstage-plugin-service-secrets-common';

import { FormRecord, FormValues, isRecord } from '../form/formValues';
import { fillPlaceholders } from './placeholders';

/** A request to plan, or what the form still lacks, in sentences. */
export type BuiltRequest =
  | { readonly kind: 'complete'; readonly request: ProvisionRequest }
  | { readonly kind: 'incomplete'; readonly problems: readonly string[] };

const requestKeys = Object.keys(provisionRequestSchema.shape);
/** Parts that mean nothing without an offer: a form that did not ask for one wants no such part. */
const offeredParts = ['database', 'staticRole', 'certificate'];

function isAnswered(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

/** The form's answers over the template's own fields. */
function merged(template: unknown, answers: unknown): unknown {
  if (!isRecord(template) || !isRecord(answers)) {
    return isAnswered(answers) ? answers : template;
  }
  const keys = new Set([...Object.keys(template), ...Object.keys(answers)]);
  return Object.fromEntries(
    [...keys].map(key => [key, merged(template[key], answers[key])]),
  );
}

/** `choice` is how the form asks for offer and profile in one question. */
function flattened(part: FormRecord): FormRecord {
  const { choice, ...rest } = part;
  return isRecord(choice) ? { ...rest, ...choice } : rest;
}

function answered(record: FormRecord): FormRecord {
  const entries = Object.entries(record)
    .filter(([, value]) => isAnswered(value))
    .map(([key, value]) => [key, isRecord(value) ? answered(value) : value]);
  return Object.fromEntries(entries);
}

function withoutEmptyParts(request: FormRecord): FormRecord {
  return Object.fromEntries(
    Object.entries(request).filter(
      ([key, value]) =>
        !offeredParts.includes(key) || (isRecord(value) && value.offer),
    ),
  );
}

/** A form that asks which existing service it is about has the name in the ref. */
function withName(all: FormRecord): FormRecord {
  const { name, entityRef } = all;
  if (isAnswered(name) || typeof entityRef !== 'string') return all;
  return { ...all, name: entityRef.slice(entityRef.lastIndexOf('/') + 1) };
}

function draft(
  owner: string | undefined,
  all: FormRecord,
  template: FormRecord,
): FormRecord {
  const answers = Object.fromEntries(
    requestKeys.map(key => {
      const answer = all[key];
      return [key, isRecord(answer) ? flattened(answer) : answer];
    }),
  );
  const known = { ...answers, owner };
  const whole = merged(template, known);
  return withoutEmptyParts(answered(isRecord(whole) ? whole : {}));
}

/**
 * Makes the request of a form's answers, whose names are those of the request,
 * and of `ui:options.request`: what the template fixes, with placeholders.
 */
export function buildRequest(
  form: FormValues,
  template: FormRecord = {},
): BuiltRequest {
  const all = withName(form.all);
  const { value, unknown } = fillPlaceholders(
    { entityRef: 'component:default/{name}', ...template },
    all,
  );
  const result = provisionRequestSchema.safeParse(
    draft(form.owner, all, isRecord(value) ? value : {}),
  );
  if (result.success) return { kind: 'complete', request: result.data };
  const missing = [...new Set(unknown)].map(
    name => `\`${name}\` has no value yet.`,
  );
  const wrong = result.error.issues.map(({ path, message, code }) => {
    if (path.length === 0) return `The service ${message}.`;
    const absent = code === 'invalid_type' && message.endsWith('undefined');
    return `\`${path.join('.')}\` ${absent ? 'is missing.' : `${message}.`}`;
  });
  return { kind: 'incomplete', problems: [...missing, ...wrong] };
}
