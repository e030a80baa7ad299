import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { after } from '../../testSupport/builders';
import { aResponseError } from '../../testSupport/failures';
import {
  aRevocationImpact,
  FakeOperateApi,
} from '../../testSupport/FakeOperateApi';
import { FakeServiceSecretsApi } from '../../testSupport/FakeServiceSecretsApi';
import { renderForEntity } from '../../testSupport/renderAround';
import { scenarios } from '../../testSupport/scenarios';
import { ServiceSecretsTab } from '../ServiceSecretsTab/ServiceSecretsTab';

async function show(operate = new FakeOperateApi()) {
  const { report, leases } = scenarios.healthy;
  const api = new FakeServiceSecretsApi(report, leases);
  await renderForEntity(<ServiceSecretsTab />, { api, operate });
  const row = await screen.findByRole('row', { name: /7kHXqX0j/ });
  return { api, operate, row };
}

const press = async (
  name: RegExp | string,
  inside = screen.getByRole('dialog'),
) => userEvent.click(await within(inside).findByRole('button', { name }));

/** A sentence, whatever in it is set as code. */
const told = (words: string) =>
  screen.findByText(
    (_text, element) =>
      element?.tagName === 'P' && element.textContent === words,
  );

describe('operating on leases', () => {
  it('renews one, says for how long, and reads the report anew', async () => {
    const { api, operate, row } = await show();

    await press(/^Renew lease/, row);

    expect(await told('Renewed lease …7kHXqX0j for 1 h.')).toBeVisible();
    expect(operate.renewed).toEqual([
      { environment: 'production', handles: [expect.any(String)] },
    ]);
    expect(api.calls.fresh).toBe(1);
  });

  it('renews each that is pressed, and tells of each, when the answers are slow', async () => {
    const answers: Array<() => void> = [];
    const operate = new FakeOperateApi();
    operate.answers.leases = ([handle]) =>
      new Promise(resolve => {
        answers.push(() =>
          resolve({
            environment: 'production',
            done: [{ handle }],
            refused: [],
          }),
        );
      });
    const { row } = await show(operate);

    await press(/^Renew lease/, row);
    await press(/^Renew lease/, screen.getByRole('row', { name: /qDTv8wn6/ }));
    expect(await told('Renewing lease …7kHXqX0j …')).toBeVisible();
    answers.forEach(answer => answer());

    expect(await told('Renewed lease …7kHXqX0j for 1 h.')).toBeVisible();
    expect(await told('Renewed lease …qDTv8wn6 for 1 h.')).toBeVisible();
  });

  it('forgets what was told when the next press comes after a pause', async () => {
    const operate = new FakeOperateApi();
    const { leases } = operate.answers;
    operate.answers.leases = async () => {
      throw new Error('Vault is sealed');
    };
    const { row } = await show(operate);
    await press(/^Renew lease/, row);
    expect(await screen.findByText('Vault is sealed')).toBeVisible();

    operate.answers.leases = leases;
    await press(/^Renew lease/, row);

    expect(await told('Renewed lease …7kHXqX0j for 1 h.')).toBeVisible();
    expect(screen.queryByText('Vault is sealed')).not.toBeInTheDocument();
  });

  it('hands the focus to the next row when the revoked one goes, and to the heading when none is left', async () => {
    const { api, row } = await show();
    const revokeOn = async (lease: HTMLElement) => {
      await press(/^Revoke… lease/, lease);
      await press('Revoke');
    };
    const remain = (count: number) => {
      const [environment, ...others] = scenarios.healthy.report.environments;
      const counts = { ...environment.leases!, total: count };
      api.leaseRows = api.leaseRows.slice(0, count);
      api.answer = async () => ({
        ...scenarios.healthy.report,
        servedAt: after(60 * (2 - count)),
        environments: [{ ...environment, leases: counts }, ...others],
      });
    };

    remain(1);
    await revokeOn(row);
    const last = screen.getByRole('row', { name: /qDTv8wn6/ });
    await waitFor(() => expect(last).toHaveFocus());
    remain(0);
    await revokeOn(last);

    await waitFor(() =>
      expect(screen.getByRole('heading', { name: 'Leases' })).toHaveFocus(),
    );
  });

  it('asks again what the reader may do when that could not be read', async () => {
    const operate = new FakeOperateApi();
    const operations = jest
      .spyOn(operate, 'operations')
      .mockRejectedValueOnce(aResponseError(503, 'Starting up.'));
    await show(operate);
    expect(
      await screen.findAllByText(/could not be read: Starting up\./),
    ).not.toEqual([]);

    await userEvent.click(screen.getByRole('button', { name: 'Refresh' }));

    expect(
      await screen.findByRole('button', { name: 'Revoke all…' }),
    ).toBeVisible();
    expect(operations).toHaveBeenCalledTimes(2);
  });

  it('revokes one only after the reader was told who uses it', async () => {
    const { operate, row } = await show();

    await press(/^Revoke… lease/, row);
    expect(screen.getByRole('dialog')).toHaveTextContent(
      /drops the database user of role grade-api-role at once.*Pod .* uses it:/,
    );
    expect(operate.revoked).toEqual([]);
    await press('Revoke');

    expect(await told('Revoked lease …7kHXqX0j.')).toBeVisible();
    expect(operate.revoked).toHaveLength(1);
  });

  it('changes nothing when the dialog is cancelled', async () => {
    const { operate, row } = await show();

    await press(/^Revoke… lease/, row);
    await press('Cancel');

    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(operate.revoked).toEqual([]);
  });

  it('says which lease was not revoked and why', async () => {
    const operate = new FakeOperateApi();
    operate.answers.leases = async ([handle]) => ({
      environment: 'production',
      done: [],
      refused: [{ handle, reason: 'vault: revoke a lease is not permitted' }],
    });
    const { row } = await show(operate);

    await press(/^Revoke… lease/, row);
    await press('Revoke');

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Revoking lease …7kHXqX0j failedvault: revoke a lease is not permitted',
    );
  });

  it('revokes all that the impact showed, and exactly that', async () => {
    const { operate } = await show();

    await userEvent.click(screen.getByRole('button', { name: 'Revoke all…' }));
    const dialog = screen.getByRole('dialog');
    expect(
      await within(dialog).findByText(/Vault drops 2 database users at once/),
    ).toBeVisible();
    expect(dialog).toHaveTextContent(
      /1 pod whose logins fail.*grade-api-6f9c-x2/,
    );
    await press('Revoke 2 leases');

    expect(await screen.findByText('Revoked 2 leases.')).toBeVisible();
    expect(operate.revokedAll).toEqual([
      { environment: 'production', digest: 'a'.repeat(64) },
    ]);
  });

  it('offers to look again when the leases are others by now', async () => {
    const operate = new FakeOperateApi();
    operate.answers.leases = async () => {
      throw await aResponseError(
        409,
        'The leases are others; nothing was revoked',
      );
    };
    await show(operate);

    await userEvent.click(screen.getByRole('button', { name: 'Revoke all…' }));
    await press('Revoke 2 leases');
    expect(await screen.findByText(/nothing was revoked/)).toBeVisible();
    operate.answers.impact = async () => aRevocationImpact({ leases: 5 });
    await press('Look again');

    expect(
      await screen.findByRole('button', { name: 'Revoke 5 leases' }),
    ).toBeVisible();
  });

  it('says how else when there are too many', async () => {
    const operate = new FakeOperateApi();
    operate.answers.impact = async () =>
      aRevocationImpact({
        refusal: 'in a terminal: vault lease revoke',
        digest: undefined,
      });
    await show(operate);

    await userEvent.click(screen.getByRole('button', { name: 'Revoke all…' }));

    expect(await screen.findByText(/in a terminal/)).toBeVisible();
    expect(
      screen.queryByRole('button', { name: /^Revoke \d/ }),
    ).not.toBeInTheDocument();
  });

  it('has no buttons and tells the reason when the reader may not', async () => {
    const operate = new FakeOperateApi();
    operate.ability = { allowed: false, reason: 'only its owners may' };
    await show(operate);

    expect(await screen.findAllByText('only its owners may')).not.toEqual([]);
    expect(
      screen.queryByRole('button', { name: /Revoke|Renew|Re-issue/ }),
    ).not.toBeInTheDocument();
  });
});

describe('operating on certificates', () => {
  it('has one issued anew after the reader was told what that means', async () => {
    const { operate } = await show();
    const row = screen.getByRole('row', { name: /grade-api-tls/ });

    await press(/^Re-issue… certificate/, row);
    expect(screen.getByRole('dialog')).toHaveTextContent(
      /The old one stays valid until it ends/,
    );
    await press('Re-issue');

    expect(
      await screen.findByText(/cert-manager was told to issue/),
    ).toBeVisible();
    expect(operate.reissued).toEqual([
      { environment: 'production', name: 'grade-api-tls' },
    ]);
  });
});
