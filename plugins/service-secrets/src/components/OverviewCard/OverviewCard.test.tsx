import { act, screen } from '@testing-library/react';

import { anEntity } from '../../testSupport/entities';
import { aResponseError } from '../../testSupport/failures';
import { FakeServiceSecretsApi } from '../../testSupport/FakeServiceSecretsApi';
import { renderForEntity } from '../../testSupport/renderAround';
import { scenarios } from '../../testSupport/scenarios';
import { OverviewCard } from './OverviewCard';

function numbers() {
  const terms = screen.getAllByRole('term').map(t => t.textContent);
  const values = screen.getAllByRole('definition').map(d => d.textContent);
  return terms.map((term, index) => `${values[index]} ${term}`);
}

describe('OverviewCard', () => {
  it('tells three numbers and the worst finding', async () => {
    const { report } = scenarios.broken;
    await renderForEntity(<OverviewCard />, {
      api: new FakeServiceSecretsApi(report),
    });
    expect(
      await screen.findByText(/does not bind service account/),
    ).toBeVisible();
    expect(numbers()).toEqual([
      '4 live leases, 2 expected',
      '3 h 59 min next certificate expiry',
      '3 findings',
    ]);
  });

  it('knows no number of what could not be read', async () => {
    const { report } = scenarios.vaultDown;
    await renderForEntity(<OverviewCard />, {
      api: new FakeServiceSecretsApi(report),
    });
    expect(await screen.findByText('live leases, not read')).toBeVisible();
    expect(numbers()[0]).toBe('? live leases, not read');
  });

  it('says why when every claim was denied', async () => {
    const { report } = scenarios.claimDenied;
    await renderForEntity(<OverviewCard />, {
      api: new FakeServiceSecretsApi(report),
    });
    expect(await screen.findByText(/No operator rule lets/)).toBeVisible();
  });

  it.each([
    [aResponseError(403, 'x'), 'You may not see the secrets of this service.'],
    [aResponseError(503, 'Starting up.'), 'Not known: Starting up.'],
  ])('says so when the report cannot be had: %s', async (error, words) => {
    const api = new FakeServiceSecretsApi(async () => {
      throw error;
    });
    await renderForEntity(<OverviewCard />, { api });
    expect(await screen.findByText(words)).toBeVisible();
  });

  it('calls the report stale when it could not be read again', async () => {
    const { report } = scenarios.healthy;
    const api = new FakeServiceSecretsApi(report);
    jest.useFakeTimers({ doNotFake: ['performance'] });
    try {
      await renderForEntity(<OverviewCard />, { api });
      expect(await screen.findByText('Healthy')).toBeVisible();
      api.answer = async () => {
        throw new Error('No answer from the backend.');
      };
      await act(() => jest.advanceTimersByTimeAsync(40_000));
    } finally {
      jest.useRealTimers();
    }

    expect(screen.getByText(/Stale, read .* No answer/)).toBeVisible();
    expect(screen.getByText('Healthy')).toBeVisible();
  });

  it('names the annotation when the entity has none', async () => {
    const { report } = scenarios.healthy;
    await renderForEntity(<OverviewCard />, {
      api: new FakeServiceSecretsApi(report),
      entity: anEntity(),
    });
    expect(screen.getByText('service-secrets.io/namespace')).toBeVisible();
  });

  it('has no link when the app shows no tab', async () => {
    const { report } = scenarios.healthy;
    await renderForEntity(<OverviewCard />, {
      api: new FakeServiceSecretsApi(report),
    });
    expect(await screen.findByText('Healthy')).toBeVisible();
    expect(screen.queryByRole('link')).not.toBeInTheDocument();
  });
});
