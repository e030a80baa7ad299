import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

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

describe('operating on leases', () => {
  it('renews one, says for how long, and reads the report anew', async () => {
    const { api, operate, row } = await show();

    await press(/^Renew lease/, row);

    expect(await screen.findByText('Renewed 1 lease for 1 h.')).toBeVisible();
    expect(operate.renewed).toEqual([
      { environment: 'production', handles: [expect.any(String)] },
    ]);
    expect(api.calls.fresh).toBe(1);
  });

  it('revokes one only after the reader was told who uses it', async () => {
    const { operate, row } = await show();

    await press(/^Revoke… lease/, row);
    expect(screen.getByRole('dialog')).toHaveTextContent(
      /drops the database user of role grade-api-role at once.*Pod .* uses it:/,
    );
    expect(operate.revoked).toEqual([]);
    await press('Revoke');

    expect(await screen.findByText('Revoked 1 lease.')).toBeVisible();
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

    expect(
      await screen.findByText(/Not revoked: 1 lease. vault: revoke a lease is/),
    ).toBeVisible();
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
