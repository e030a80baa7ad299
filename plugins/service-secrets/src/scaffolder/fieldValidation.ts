import { CustomFieldValidator } from '@backstage/plugin-scaffolder-react';

import { formValues } from './form/formValues';
import { TtlKind, ttlProblems } from './ttl/ttlText';

function numberIn(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** A database without a profile is half an answer. */
export const validateDatabase: CustomFieldValidator<{
  offer?: string;
  profile?: string;
}> = (value, field) => {
  if (value?.offer && !value.profile) {
    field.addError('Choose what the service may do in the database.');
  }
};

/** The same rules the field warns of while it is filled in. */
export const validateTtl: CustomFieldValidator<number, { kind?: TtlKind }> = (
  value,
  field,
  context,
) => {
  const { database } = formValues({ formData: context.formData });
  const { defaultTtlSeconds, maxTtlSeconds } = database;
  const said = context.uiSchema?.['ui:options']?.kind;
  const kind = said ?? (value === maxTtlSeconds ? 'max' : 'default');
  const other = numberIn(kind === 'max' ? defaultTtlSeconds : maxTtlSeconds);
  // The cap of the offer is checked by the plan: validation asks no backend.
  for (const problem of ttlProblems({ kind, seconds: value, other })) {
    field.addError(problem);
  }
};

/** Nobody goes on without having approved a plan. */
export const validatePlanReview: CustomFieldValidator<{
  digest?: string;
  approved?: boolean;
}> = (value, field) => {
  if (!value?.approved || !value.digest) {
    field.addError('Read the plan and approve it to go on.');
  }
};

/** Nobody retires a service by going on. */
export const validateRetireReview: CustomFieldValidator<{
  confirmed?: boolean;
}> = (value, field) => {
  if (!value?.confirmed) {
    field.addError('Confirm what goes away to go on.');
  }
};
