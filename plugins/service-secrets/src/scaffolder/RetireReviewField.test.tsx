import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { formScenarios } from '../testSupport/formScenarios';
import { aResponseError } from '../testSupport/failures';
import { FakeServiceSecretsApi } from '../testSupport/FakeServiceSecretsApi';
import { anImpact } from '../testSupport/provision';
import { renderField } from '../testSupport/renderField';
import { scenarios } from '../testSupport/scenarios';
import { RetireReviewField } from './RetireReviewField';

const { answers: form } = formScenarios.retire;
const anApi = () => new FakeServiceSecretsApi(scenarios.healthy.report);

describe('RetireReviewField', () => {
  it('says what to choose first when the form is incomplete', async () => {
    await renderField(RetireReviewField, { api: anApi(), form: {} });
    expect(screen.getByRole('status')).toHaveTextContent(
      'Choose the owner, the service and the environment first.',
    );
  });

  it('shows objects, pods and leases, and takes the confirmation', async () => {
    const { answers } = await renderField(RetireReviewField, {
      api: anApi(),
      form,
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The service is in use',
    );
    expect(
      screen.getByText(
        '3 objects go away, and 2 leases with their credentials.',
      ),
    ).toBeVisible();
    expect(screen.getByText('sys/policies/acl/svc-demo-marks')).toBeVisible();
    expect(screen.getByText('demo-marks-6f9c-x2')).toBeVisible();
    const box = screen.getByRole('checkbox', { name: /I know that it is in/ });
    await userEvent.click(box);
    await userEvent.click(box);
    expect(answers).toEqual([{ confirmed: true }, undefined]);
  });

  it('says that nothing uses it when that is so', async () => {
    await renderField(RetireReviewField, {
      api: formScenarios.retireUnused.api,
      form,
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Nothing uses the service',
    );
    expect(
      screen.getByRole('checkbox', { name: 'Remove all of this' }),
    ).toBeVisible();
  });

  it('says that it is not known what uses it when the cluster did not answer', async () => {
    const api = anApi();
    api.provision.retireImpact = async () =>
      anImpact({ leases: 0, pods: [], podsUnknown: 'cluster: not allowed' });
    await renderField(RetireReviewField, { api, form });

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'It is not known what uses the service',
    );
    expect(
      screen.getByRole('checkbox', { name: /^I know that it may be in use/ }),
    ).not.toBeChecked();
  });

  it('drops the confirmation when another environment is chosen', async () => {
    const api = anApi();
    const { answers, changeForm } = await renderField(RetireReviewField, {
      api,
      form,
    });
    await userEvent.click(await screen.findByRole('checkbox'));
    api.provision.retireImpact = async ({ environment }) =>
      anImpact({ environment });
    act(() => changeForm({ ...form, environment: 'staging' }));
    expect(await screen.findByRole('checkbox')).not.toBeChecked();
    expect(answers).toEqual([{ confirmed: true }, undefined]);
  });

  it('says why when the backend refuses', async () => {
    const api = anApi();
    api.provision.retireImpact = async () => {
      throw aResponseError(403, 'Not your group.');
    };
    await renderField(RetireReviewField, { api, form });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'You may not retire this service',
    );
  });
});
