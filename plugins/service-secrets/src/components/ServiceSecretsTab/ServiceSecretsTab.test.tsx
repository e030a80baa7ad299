import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { anEntity } from '../../testSupport/entities';
import { aResponseError } from '../../testSupport/failures';
import { FakeServiceSecretsApi } from '../../testSupport/FakeServiceSecretsApi';
import { renderForEntity } from '../../testSupport/renderAround';
import { scenarios } from '../../testSupport/scenarios';
import { ServiceSecretsTab } from './ServiceSecretsTab';

function apiOf(name: keyof typeof scenarios) {
  const { report, leases } = scenarios[name];
  return new FakeServiceSecretsApi(report, leases);
}

const failing = (error: Error) => async () => {
  throw error;
};

const show = (
  api: FakeServiceSecretsApi,
  entity = undefined as ReturnType<typeof anEntity> | undefined,
) => renderForEntity(<ServiceSecretsTab />, { api, entity });

describe('ServiceSecretsTab', () => {
  it('shows an outline while the report is on its way', async () => {
    await show(new FakeServiceSecretsApi(() => new Promise(() => undefined)));
    expect(screen.getByRole('status', { name: 'Loading' })).toBeVisible();
  });

  it('shows every part when the service is healthy', async () => {
    await show(apiOf('healthy'));
    expect(await screen.findByText('Healthy')).toBeVisible();
    expect(
      screen.getAllByRole('heading', { level: 2 }).map(h => h.textContent),
    ).toEqual([
      'Wiring',
      'Leases',
      'Database roles',
      'Certificates',
      'Findings',
    ]);
    expect(await screen.findByRole('row', { name: /7kHXqX0j/ })).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Show the fix' }),
    ).not.toBeInTheDocument();
  });

  it('leads from the verdict to the finding with the remedy', async () => {
    await show(apiOf('broken'));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Show the fix' }),
    );
    expect(document.activeElement).toHaveTextContent(
      /Auth role grade-api does not bind.*Add grade-api-sa to/,
    );
  });

  it('shows what is known and what is not when Vault is down', async () => {
    const api = apiOf('vaultDown');
    await show(api);
    expect(await screen.findByText(/Leases could not be read/)).toBeVisible();
    // Beside the wiring and beside the database roles.
    expect(screen.getAllByText(/stale, read 4 min ago/)).toHaveLength(2);
    expect(screen.getByRole('row', { name: /grade-api-tls/ })).toBeVisible();
    expect(api.calls.leases).toBe(0);
  });

  it('shows the worst environment first and another when chosen', async () => {
    await show(apiOf('severalEnvironments'));
    expect(await screen.findByText(/production · vault-prod/)).toBeVisible();
    await userEvent.click(
      screen.getByRole('radio', { name: 'staging, Healthy' }),
    );
    expect(screen.getByText(/staging · vault-prod/)).toBeVisible();
    expect(
      screen.getByText('The checks found nothing to correct.'),
    ).toBeVisible();
  });

  it('says what is denied when no claim is confirmed', async () => {
    await show(apiOf('claimDenied'));
    expect(await screen.findByRole('note')).toHaveTextContent('not confirmed');
    expect(screen.getByText('Unknown')).toBeVisible();
    expect(screen.queryByText('Leases')).not.toBeInTheDocument();
  });

  it('names the annotation and an example when the entity has none', async () => {
    const api = apiOf('healthy');
    await show(api, anEntity());
    expect(screen.getByRole('region', { name: /Example/ })).toHaveTextContent(
      'service-secrets.io/namespace: grade-api',
    );
    expect(api.calls.report).toBe(0);
  });

  it('lists the annotations to correct when they are invalid, and asks nobody', async () => {
    const api = apiOf('healthy');
    await show(api, anEntity({ 'service-secrets.io/namespace': 'Grade API' }));
    expect(screen.getByRole('alert')).toHaveTextContent(
      /service-secrets\.io\/namespace must be lower-case letters/,
    );
    expect(api.calls.report).toBe(0);
  });

  it.each([
    [
      aResponseError(403, 'Not yours.'),
      /You may not see.*Not yours\..*service-secrets\.report\.read/,
    ],
    [
      aResponseError(404, 'No such entity.'),
      /knows nothing of this service.*No such entity\./,
    ],
    [aResponseError(503, 'Starting up.'), /could not be loaded.*Starting up\./],
    [new Error('Failed to fetch'), /could not be loaded.*Failed to fetch/],
  ])('says what failed and how to go on: %s', async (error, words) => {
    const api = new FakeServiceSecretsApi(failing(error));
    await show(api);
    expect(await screen.findByRole('alert')).toHaveTextContent(words);
    api.answer = async () => scenarios.healthy.report;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Healthy')).toBeVisible();
  });

  it('keeps the last report and calls it stale when a refresh fails', async () => {
    const api = apiOf('broken');
    await show(api);
    const refresh = await screen.findByRole('button', { name: 'Refresh' });
    api.answer = failing(new Error('connection refused'));
    await userEvent.click(refresh);
    expect(
      await screen.findByText(/Refreshing it failed: connection refused/),
    ).toBeVisible();
    expect(screen.getByText(/cannot log in to Vault/)).toBeVisible();
    expect(api.calls.fresh).toBe(1);
  });

  it('hides the report when the permission is taken away', async () => {
    const api = apiOf('broken');
    await show(api);
    const refresh = await screen.findByRole('button', { name: 'Refresh' });
    api.answer = failing(aResponseError(403, 'Not yours.'));
    await userEvent.click(refresh);
    expect(await screen.findByRole('alert')).toBeVisible();
    expect(screen.queryByText(/cannot log in/)).not.toBeInTheDocument();
  });

  it('loads 10,000 leases in two steps', async () => {
    const api = apiOf('tenThousand');
    await show(api);
    const grid = await screen.findByRole('grid', { name: 'Leases' });
    await screen.findByText('10,000 of 40 expected');
    expect(grid).toHaveAttribute('aria-rowcount', '10001');
    expect(api.calls.leases).toBe(2);
  });
});
