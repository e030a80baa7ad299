// Only tests import this file, so what it needs is no dependency of the plugin.
/* eslint-disable @backstage/no-undeclared-imports */
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { ComponentType, useState } from 'react';

import {
  ServiceSecretsApi,
  serviceSecretsApiRef,
} from '../api/ServiceSecretsApi';

/** How a field is rendered, and the form around it. */
export interface FieldSetting<T> {
  readonly api: ServiceSecretsApi;
  /** The other answers of the form. */
  readonly form: Record<string, unknown>;
  readonly value?: T;
  readonly name?: string;
  readonly options?: object;
  readonly rawErrors?: readonly string[];
  /** What the form found wrong with the parts of the answer. */
  readonly errorSchema?: object;
}

/** A field in a form that remembers its answer; the form's other answers can be changed. */
export async function renderField<P extends { formData?: unknown }>(
  Field: ComponentType<P>,
  setting: FieldSetting<P['formData']>,
) {
  const { api, form, value, name = 'field', options } = setting;
  const { rawErrors = [], errorSchema = {} } = setting;
  const answers: unknown[] = [];
  let change: (next: Record<string, unknown>) => void = () => undefined;

  function Form() {
    const [others, setOthers] = useState(form);
    const [answer, setAnswer] = useState<unknown>(value);
    change = setOthers;
    const props = {
      name,
      schema: {},
      uiSchema: options ? { 'ui:options': options } : {},
      idSchema: { $id: `root_${name}` },
      formData: answer,
      formContext: { formData: others },
      required: true,
      disabled: false,
      readonly: false,
      rawErrors,
      errorSchema,
      onChange: (next: unknown) => {
        answers.push(next);
        setAnswer(next);
      },
    };
    // The form gives more than a field of ours reads.
    return <Field {...(props as unknown as P)} />;
  }

  await renderInTestApp(
    <TestApiProvider apis={[[serviceSecretsApiRef, api]]}>
      <Form />
    </TestApiProvider>,
  );
  return {
    /** Everything the field answered, first to last. */
    answers,
    changeForm: (next: Record<string, unknown>) => change(next),
  };
}
