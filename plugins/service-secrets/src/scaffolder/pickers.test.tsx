import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { filledIn, formScenarios } from '../testSupport/formScenarios';
import { FakeServiceSecretsApi } from '../testSupport/FakeServiceSecretsApi';
import { someOffers } from '../testSupport/provision';
import { renderField } from '../testSupport/renderField';
import { scenarios } from '../testSupport/scenarios';
import { CertificateOfferField } from './CertificateOfferField';
import { DatabaseField } from './DatabaseField';
import { DeliveryField } from './DeliveryField';
import { EnvironmentField } from './EnvironmentField';

const anApi = () => new FakeServiceSecretsApi(scenarios.healthy.report);

async function choose(label: RegExp, option: string) {
  await userEvent.click(await screen.findByRole('button', { name: label }));
  await userEvent.click(await screen.findByRole('option', { name: option }));
}

describe('EnvironmentField', () => {
  it('asks for an owner first when none is chosen', async () => {
    const api = anApi();
    await renderField(EnvironmentField, { api, form: {} });
    expect(screen.getByRole('status')).toHaveTextContent(
      'Choose an owner first',
    );
    expect(api.calls.offers).toBe(0);
  });

  it('offers the environments of the owner', async () => {
    const { answers } = await renderField(EnvironmentField, {
      api: anApi(),
      form: { owner: filledIn.owner },
    });
    await choose(/Environment/, 'staging');
    expect(answers).toEqual(['staging']);
  });

  it('chooses the only environment there is', async () => {
    const api = anApi();
    api.provision.offers = async owner =>
      someOffers({ owner, environments: someOffers().environments.slice(1) });
    const { answers } = await renderField(EnvironmentField, {
      api,
      form: { owner: filledIn.owner },
    });
    await waitFor(() => expect(answers).toEqual(['staging']));
  });

  it('takes an environment back that the new owner has none of', async () => {
    const api = anApi();
    const { answers, changeForm } = await renderField(EnvironmentField, {
      api,
      form: { owner: filledIn.owner },
      value: 'production',
    });
    await screen.findByRole('button', { name: /Environment/ });
    expect(answers).toEqual([]);
    const { environments } = someOffers();
    api.provision.offers = async owner =>
      someOffers({
        owner,
        environments: [
          { ...environments[1], environment: 'test' },
          environments[1],
        ],
      });
    act(() => changeForm({ owner: 'group:default/shop' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'production is not offered to this owner',
    );
    expect(answers).toEqual([undefined]);
  });

  it('says what to ask the platform team for when nothing is offered', async () => {
    await renderField(EnvironmentField, {
      api: formScenarios.pickersNothing.api,
      form: { owner: filledIn.owner },
    });
    expect(
      await screen.findByText(/Ask the platform team for an entry under/),
    ).toHaveTextContent('owners name group:default/grades');
  });

  it('says why when the backend denies the owner', async () => {
    await renderField(EnvironmentField, {
      api: formScenarios.pickersDenied.api,
      form: { owner: filledIn.owner },
    });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent(
      'You may not see what this owner is offered',
    );
    expect(alert).toHaveTextContent('group:default/grades is not your group.');
    expect(alert).toHaveTextContent('service-secrets.credential.provision');
  });

  it('asks again when the backend did not answer and somebody tries again', async () => {
    const api = anApi();
    const { offers } = api.provision;
    api.provision.offers = async () => {
      throw new Error('connection refused');
    };
    await renderField(EnvironmentField, {
      api,
      form: { owner: filledIn.owner },
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'connection refused',
    );
    api.provision.offers = offers;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('button', { name: /Environment/ }),
    ).toBeVisible();
  });
});

describe('DatabaseField', () => {
  it('names the connection and says what each profile grants', async () => {
    const { answers } = await renderField(DatabaseField, {
      api: anApi(),
      form: filledIn,
      value: {},
    });
    await choose(/Database/, 'Grades of all courses');
    expect(screen.getByText('database/config/grades')).toBeVisible();
    await userEvent.click(
      screen.getByRole('radio', {
        name: /read-write read and write every table/,
      }),
    );
    expect(answers).toEqual([
      { offer: 'grades', profile: undefined },
      { offer: 'grades', profile: 'read-write' },
    ]);
  });

  it('chooses the profile itself when there is only one', async () => {
    const { answers } = await renderField(DatabaseField, {
      api: anApi(),
      form: filledIn,
      value: { offer: 'grades', profile: 'read-write' },
    });
    await choose(/Database/, 'Archive of past years');
    expect(answers).toEqual([{ offer: 'archive', profile: 'read-only' }]);
  });

  it('says beside the choice what is missing when the form refused to go on', async () => {
    await renderField(DatabaseField, {
      api: anApi(),
      form: filledIn,
      value: {},
      errorSchema: { offer: { __errors: ['must have required property'] } },
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Choose a database.',
    );

    await choose(/Database/, 'Grades of all courses');
    expect(screen.getByRole('alert')).toHaveTextContent(
      'Choose what the service may do in the database.',
    );
    await userEvent.click(screen.getByRole('radio', { name: /read-write/ }));

    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('says that none is offered when the environment has none', async () => {
    await renderField(DatabaseField, {
      api: anApi(),
      form: { ...filledIn, environment: 'staging' },
    });
    expect(
      await screen.findByText(/^No database is offered to/),
    ).toHaveTextContent('group:default/grades in staging');
  });

  it('asks for an environment first when none is chosen', async () => {
    await renderField(DatabaseField, {
      api: anApi(),
      form: { owner: filledIn.owner },
    });
    expect(
      await screen.findByText(/Choose an environment first/),
    ).toBeVisible();
  });

  it('says so when the owner has nothing in the environment', async () => {
    await renderField(DatabaseField, {
      api: anApi(),
      form: { ...filledIn, environment: 'moon' },
    });
    expect(await screen.findByText(/^Nothing is offered to/)).toHaveTextContent(
      'group:default/grades in moon',
    );
  });
});

describe('CertificateOfferField', () => {
  it('says which names an issuer signs and for how long', async () => {
    const { answers } = await renderField(CertificateOfferField, {
      api: anApi(),
      form: filledIn,
    });
    await choose(/Certificate/, 'Inside the cluster');
    expect(answers).toEqual(['internal']);
    expect(screen.getByText(/^For names in/)).toHaveTextContent(
      'svc.cluster.local; a certificate is valid for 30 d',
    );
  });

  it('says what to ask for when none is offered', async () => {
    await renderField(CertificateOfferField, {
      api: anApi(),
      form: { ...filledIn, environment: 'staging' },
    });
    expect(await screen.findByText(/an entry under/)).toHaveTextContent(
      'certificates of your offer',
    );
  });
});

describe('DeliveryField', () => {
  it('disables what is not offered and says why', async () => {
    const { answers } = await renderField(DeliveryField, {
      api: anApi(),
      form: filledIn,
    });
    const csi = await screen.findByRole('radio', { name: /Secrets Store CSI/ });
    expect(csi).toBeDisabled();
    expect(csi).toHaveAccessibleName(/add csi to the deliveryMethods/);
    await userEvent.click(
      screen.getByRole('radio', { name: /Vault Secrets Operator/ }),
    );
    expect(answers).toEqual(['vso']);
  });

  it('can be chosen with the keyboard', async () => {
    const { answers } = await renderField(DeliveryField, {
      api: anApi(),
      form: filledIn,
      value: 'agent-injector',
    });
    await screen.findByRole('radio', { name: /Vault Agent Injector/ });
    await userEvent.tab();
    await userEvent.keyboard('{ArrowDown}');
    expect(answers).toEqual(['vso']);
  });

  it('marks the chosen way in the comparison in words', async () => {
    await renderField(DeliveryField, {
      api: anApi(),
      form: filledIn,
      value: 'vso',
    });
    const table = within(await screen.findByRole('table'));
    expect(
      table.getByRole('columnheader', { name: /Operator ✓ chosen/ }),
    ).toHaveTextContent('Vault Secrets Operator');
    expect(
      table.getByRole('rowheader', {
        name: 'Plain text in a Kubernetes Secret',
      }),
    ).toBeVisible();
  });

  it('compares the ways before an owner is chosen', async () => {
    await renderField(DeliveryField, { api: anApi(), form: {} });
    expect(screen.getByRole('table')).toBeVisible();
    expect(screen.queryByRole('radio')).not.toBeInTheDocument();
  });
});
