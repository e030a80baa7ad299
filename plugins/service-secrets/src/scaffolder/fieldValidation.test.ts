import { createFieldValidation } from '@backstage/plugin-scaffolder-react/alpha';
import { TestApiRegistry } from '@backstage/test-utils';

import { filledIn } from '../testSupport/formScenarios';
import {
  validateDatabase,
  validatePlanReview,
  validateRetireReview,
  validateTtl,
} from './fieldValidation';

const context = {
  apiHolder: TestApiRegistry.from(),
  formData: JSON.parse(JSON.stringify(filledIn)),
  schema: {},
};

function errors(
  validate: (field: ReturnType<typeof createFieldValidation>) => unknown,
) {
  const field = createFieldValidation();
  validate(field);
  return field.__errors ?? [];
}

describe('the validation of the fields', () => {
  it('wants a profile when a database was chosen', () => {
    expect(
      errors(field => validateDatabase({ offer: 'grades' }, field, context)),
    ).toEqual(['Choose what the service may do in the database.']);
    expect(errors(field => validateDatabase({}, field, context))).toEqual([]);
  });

  it('knows the maximum by its value when the template does not say which it is', () => {
    const database = { defaultTtlSeconds: 3600, maxTtlSeconds: 5400 };
    const short = { ...context, formData: { database } };
    expect(errors(field => validateTtl(5400, field, short))).toEqual([
      expect.stringMatching(/less than twice/),
    ]);
    expect(errors(field => validateTtl(3600, field, short))).toEqual([]);
  });

  it('holds the lifetimes to the limits of a request', () => {
    const uiSchema = { 'ui:options': { kind: 'default' as const } };
    expect(
      errors(field => validateTtl(60, field, { ...context, uiSchema })),
    ).toEqual(['Too short: it must be at least 5 min.']);
  });

  it('lets nobody go on without an approved plan', () => {
    const wanted = ['Read the plan and approve it to go on.'];
    expect(errors(field => validatePlanReview({}, field, context))).toEqual(
      wanted,
    );
    expect(
      errors(field => validatePlanReview({ approved: true }, field, context)),
    ).toEqual(wanted);
    expect(
      errors(field =>
        validatePlanReview({ approved: true, digest: 'a' }, field, context),
      ),
    ).toEqual([]);
  });

  it('lets nobody retire without a confirmation', () => {
    expect(errors(field => validateRetireReview({}, field, context))).toEqual([
      'Confirm what goes away to go on.',
    ]);
    expect(
      errors(field =>
        validateRetireReview({ confirmed: true }, field, context),
      ),
    ).toEqual([]);
  });
});
