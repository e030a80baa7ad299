import { useApi } from '@backstage/core-plugin-api';
import {
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { renderTestApp } from '@backstage/frontend-test-utils';
import scaffolderPlugin from '@backstage/plugin-scaffolder/alpha';
import {
  ScaffolderFieldExtensions,
  useCustomFieldExtensions,
} from '@backstage/plugin-scaffolder-react';
import { formFieldsApiRef } from '@backstage/plugin-scaffolder-react/alpha';
import { renderInTestApp } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ReactNode, useEffect, useState } from 'react';

import * as legacy from '..';
import serviceSecretsPlugin from '../alpha';
import { formScenarios } from '../testSupport/formScenarios';
import { aPlan } from '../testSupport/provision';
import { TestForm } from '../testSupport/TestForm';

// The wizard is all of the scaffolder's form: slow to render on a small machine.
jest.setTimeout(60_000);

const names = [
  'ServiceSecretsCertificateOffer',
  'ServiceSecretsDatabase',
  'ServiceSecretsDelivery',
  'ServiceSecretsEnvironment',
  'ServiceSecretsPlanReview',
  'ServiceSecretsRetireReview',
  'ServiceSecretsTtl',
];

function ours(fields: readonly object[]): string {
  return fields
    .flatMap(field => ('name' in field ? [String(field.name)] : []))
    .filter(name => name.startsWith('ServiceSecrets'))
    .sort()
    .join(' ');
}

function KnownFields() {
  const api = useApi(formFieldsApiRef);
  const [known, setKnown] = useState('');
  useEffect(() => {
    api.loadFormFields().then(
      fields => setKnown(ours(fields)),
      error => setKnown(String(error)),
    );
  }, [api]);
  return <p>{known}</p>;
}

describe('the form fields in an app', () => {
  it('are known to the scaffolder as soon as the plugin is installed, in the new frontend system', async () => {
    const page = PageBlueprint.make({
      params: { path: '/', loader: async () => <KnownFields /> },
    });
    renderTestApp({
      features: [
        scaffolderPlugin,
        serviceSecretsPlugin,
        createFrontendPlugin({ pluginId: 'look', extensions: [page] }),
      ],
    });
    expect(await screen.findByText(names.join(' '))).toBeVisible();
  });

  it('are found by the scaffolder of a legacy app between its tags', async () => {
    function Found({ children }: { readonly children: ReactNode }) {
      return <p>{ours(useCustomFieldExtensions(children))}</p>;
    }
    await renderInTestApp(
      <Found>
        <ScaffolderFieldExtensions>
          <legacy.ServiceSecretsEnvironmentField />
          <legacy.ServiceSecretsDatabaseField />
          <legacy.ServiceSecretsDeliveryField />
          <legacy.ServiceSecretsCertificateOfferField />
          <legacy.ServiceSecretsTtlField />
          <legacy.ServiceSecretsPlanReviewField />
          <legacy.ServiceSecretsRetireReviewField />
        </ScaffolderFieldExtensions>
      </Found>,
    );
    expect(screen.getByText(names.join(' '))).toBeVisible();
  });

  it('let nobody past the plan who has not approved it, in the wizard of the scaffolder', async () => {
    const onCreate = jest.fn();
    await renderInTestApp(
      <TestForm {...formScenarios.plan} onCreate={onCreate} />,
    );
    const box = await screen.findByRole('checkbox', { name: /I have read/ });
    await userEvent.click(box);
    await userEvent.click(box);
    await userEvent.click(screen.getByRole('button', { name: 'Review' }));
    expect(
      (await screen.findAllByText(/Read the plan and approve it/))[0],
    ).toBeVisible();

    await userEvent.click(box);
    await userEvent.click(screen.getByRole('button', { name: 'Review' }));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create' }),
    );
    expect(onCreate).toHaveBeenCalledWith(
      expect.objectContaining({
        review: { digest: aPlan().digest, approved: true },
      }),
    );
  });

  it('fill a form in step by step, in the wizard of the scaffolder', async () => {
    const { api, answers } = formScenarios.pickers;
    await renderInTestApp(
      <TestForm fields="pickers" api={api} answers={answers} />,
    );
    await userEvent.click(
      await screen.findByRole('radio', { name: /Vault Secrets Operator/ }),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Next' }));
    expect(
      await screen.findByRole('checkbox', { name: /I have read/ }),
    ).toBeVisible();
    expect(api.planned[0]).toMatchObject({
      delivery: 'vso',
      database: {
        offer: 'grades',
        profile: 'read-only',
        maxTtlSeconds: 86_400,
      },
    });
  });
});
