import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { filledIn, fixedRequest } from '../testSupport/formScenarios';
import { FakeServiceSecretsApi } from '../testSupport/FakeServiceSecretsApi';
import { aResponseError } from '../testSupport/failures';
import { aConflictingPlan, aPlan, someChanges } from '../testSupport/provision';
import { renderField } from '../testSupport/renderField';
import { scenarios } from '../testSupport/scenarios';
import { PlanReviewField } from './PlanReviewField';

const options = { request: fixedRequest };
const approval = { digest: aPlan().digest, approved: true };

function anApi(plan: () => Promise<ReturnType<typeof aPlan>>) {
  const api = new FakeServiceSecretsApi(scenarios.healthy.report);
  api.provision.plan = plan;
  return api;
}

const box = () => screen.findByRole('checkbox', { name: /I have read/ });

describe('PlanReviewField', () => {
  it('plans what the form and the template ask for', async () => {
    const api = anApi(async () => aPlan());
    await renderField(PlanReviewField, { api, form: filledIn, options });
    await box();
    expect(api.planned).toEqual([
      expect.objectContaining({
        entityRef: 'component:default/demo-marks',
        owner: 'group:default/grades',
        database: expect.objectContaining({
          offer: 'grades',
          profile: 'read-only',
        }),
        certificate: expect.objectContaining({
          offer: 'internal',
          dnsNames: ['demo-marks.demo-marks.svc.cluster.local'],
        }),
      }),
    ]);
  });

  it('shows each change field by field and hides what stays as it is', async () => {
    const api = anApi(async () => aPlan());
    await renderField(PlanReviewField, { api, form: filledIn, options });
    expect(
      await screen.findByText(
        '4 objects in Vault: 1 to create, 2 to update, 1 unchanged, and 2 manifests.',
      ),
    ).toBeVisible();
    const item = screen
      .getByText('database/roles/demo-marks.read-only')
      .closest('li');
    expect(item).toHaveTextContent(
      'default_ttlfrom 2 h → to 1 hmax_ttlfrom not set → to 24 h',
    );
    expect(
      screen.queryByText('database/config/grades'),
    ).not.toBeInTheDocument();
  });

  it('shows a policy as a difference whose signs can be read out', async () => {
    const api = anApi(async () => aPlan());
    await renderField(PlanReviewField, { api, form: filledIn, options });
    const diff = await screen.findByRole('region', {
      name: 'policy of sys/policies/acl/svc-demo-marks',
    });
    expect(diff).toHaveTextContent('-removed: path "secret/data/demo-marks/*"');
    expect(diff).toHaveTextContent('+added: path "pki/issue/demo-marks"');
  });

  it('shows a manifest when it is opened', async () => {
    const api = anApi(async () => aPlan());
    await renderField(PlanReviewField, { api, form: filledIn, options });
    const manifests = within(
      await screen.findByRole('region', { name: 'Manifests' }),
    );
    expect(manifests.queryByText(/kind: Deployment/)).not.toBeInTheDocument();
    await userEvent.click(manifests.getByText('demo-marks/deployment.yaml'));
    expect(await manifests.findByText(/kind: Deployment/)).toBeVisible();
    expect(manifests.getByRole('button', { name: 'Copy' })).toBeVisible();
  });

  it('answers with the digest when the plan is approved, and with nothing when that is taken back', async () => {
    const api = anApi(async () => aPlan());
    const { answers } = await renderField(PlanReviewField, {
      api,
      form: filledIn,
      options,
    });
    await userEvent.click(await box());
    await userEvent.click(await box());
    expect(answers).toEqual([approval, undefined]);
  });

  it('keeps an approval of the same plan when somebody comes back', async () => {
    const api = anApi(async () => aPlan());
    const { answers } = await renderField(PlanReviewField, {
      api,
      form: filledIn,
      options,
      value: approval,
    });
    expect(await box()).toBeChecked();
    expect(answers).toEqual([]);
  });

  it('drops the approval and plans anew when the form changes', async () => {
    const api = anApi(async () => aPlan());
    const { answers, changeForm } = await renderField(PlanReviewField, {
      api,
      form: filledIn,
      options,
      value: approval,
    });
    await box();
    act(() => changeForm({ ...filledIn, namespace: 'demo-other' }));
    expect(answers).toEqual([undefined]);
    expect(await box()).not.toBeChecked();
    expect(
      screen.getByText(/The plan is not the one you approved/),
    ).toBeVisible();
    expect(api.planned).toHaveLength(2);
    await userEvent.click(await box());
    expect(await box()).toBeChecked();
    expect(answers).toEqual([undefined, approval]);
  });

  it('drops the approval when Vault has changed since', async () => {
    const digest = 'f'.repeat(64);
    const api = anApi(async () => aPlan({ digest }));
    const { answers } = await renderField(PlanReviewField, {
      api,
      form: filledIn,
      options,
      value: approval,
    });
    expect(await box()).not.toBeChecked();
    expect(answers).toEqual([undefined]);
  });

  it('lets nobody approve a conflict and says whose the object is', async () => {
    const api = anApi(async () => aConflictingPlan());
    await renderField(PlanReviewField, { api, form: filledIn, options });
    expect(await box()).toBeDisabled();
    expect(screen.getByRole('alert')).toHaveTextContent(
      '1 object may not be touched, so the plan cannot be approved',
    );
    expect(screen.getByText(/somebody made it by hand/)).toBeVisible();
  });

  it('plans again when somebody asks for it', async () => {
    let plan = aConflictingPlan();
    const api = anApi(async () => plan);
    await renderField(PlanReviewField, { api, form: filledIn, options });
    await box();
    plan = aPlan();
    await userEvent.click(screen.getByRole('button', { name: 'Plan again' }));
    await waitFor(async () => expect(await box()).toBeEnabled());
  });

  it('says that files are handed over when the operator lets it plan only', async () => {
    const api = anApi(async () => aPlan({ mode: 'plan-only' }));
    await renderField(PlanReviewField, { api, form: filledIn, options });
    expect(await box()).toHaveAccessibleName(/want exactly these files/);
    expect(screen.getByText('Backstage writes nothing here')).toBeVisible();
  });

  it('says that all is as it should be when nothing changes', async () => {
    const changes = [someChanges[3]];
    const api = anApi(async () => aPlan({ changes, files: [] }));
    await renderField(PlanReviewField, { api, form: filledIn, options });
    expect(
      await screen.findByText(/all of its 1 object stay unchanged/),
    ).toBeVisible();
  });

  it('shows a long plan piece by piece', async () => {
    const changes = Array.from({ length: 200 }, (_, index) => ({
      ...someChanges[1],
      path: `auth/kubernetes/role/r${index}`,
    }));
    const api = anApi(async () => aPlan({ changes }));
    await renderField(PlanReviewField, { api, form: filledIn, options });
    const list = within(
      await screen.findByRole('region', { name: 'Changes in Vault' }),
    );
    expect(list.getAllByRole('listitem')).toHaveLength(25);
    await userEvent.click(
      list.getByRole('button', { name: 'Show 25 more of 175 objects' }),
    );
    expect(list.getAllByRole('listitem')).toHaveLength(50);
  });

  it('says what is missing instead of asking when the form is incomplete', async () => {
    const api = anApi(async () => aPlan());
    await renderField(PlanReviewField, {
      api,
      form: { ...filledIn, namespace: undefined },
      options,
    });
    expect(screen.getByRole('status')).toHaveTextContent(
      'namespace is missing.',
    );
    expect(api.planned).toEqual([]);
  });

  it.each([
    [400, 'Namespace shop is not offered.', 'The plan could not be made'],
    [403, 'Not your group.', 'You may not ask for this'],
  ])('says why when the backend answers %s', async (status, why, title) => {
    const api = anApi(async () => {
      throw aResponseError(status, why);
    });
    await renderField(PlanReviewField, { api, form: filledIn, options });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent(title);
    expect(alert).toHaveTextContent(why);
    expect(screen.queryByRole('checkbox')).not.toBeInTheDocument();
  });
});
