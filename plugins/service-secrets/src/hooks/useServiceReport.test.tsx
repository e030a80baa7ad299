import { TestApiProvider } from '@backstage/test-utils';
import { act, renderHook } from '@testing-library/react';
import { ServiceReport } from 'backstage-plugin-service-secrets-common';
import { ReactNode } from 'react';

import { serviceSecretsApiRef } from '../api/ServiceSecretsApi';
import { aReport } from '../testSupport/builders';
import { boundEntity } from '../testSupport/entities';
import { FakeServiceSecretsApi } from '../testSupport/FakeServiceSecretsApi';
import { useServiceReport } from './useServiceReport';

/** Longer than the longest wait between two polls. */
const POLLS_MS = 40_000;

function show() {
  const answers: Array<(report: ServiceReport) => void> = [];
  const api = new FakeServiceSecretsApi(
    () => new Promise(resolve => answers.push(resolve)),
  );
  const signals: Array<AbortSignal | undefined> = [];
  const report = api.report.bind(api);
  api.report = (
    entityRef,
    options: { fresh?: boolean; signal?: AbortSignal } = {},
  ) => {
    signals.push(options.signal);
    return report(entityRef, options);
  };
  const hook = renderHook(() => useServiceReport(boundEntity), {
    wrapper: ({ children }: { children: ReactNode }) => (
      <TestApiProvider apis={[[serviceSecretsApiRef, api]]}>
        {children}
      </TestApiProvider>
    ),
  });
  return { api, answers, signals, ...hook };
}

const wait = () => act(() => jest.advanceTimersByTimeAsync(POLLS_MS));

describe('useServiceReport', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('asks again after a while when the report has come', async () => {
    const { api, answers } = show();
    await act(async () => answers[0](aReport()));

    await wait();

    expect(api.calls).toMatchObject({ report: 2, fresh: 0 });
  });

  it('waits for a slow answer instead of asking over it', async () => {
    const { api, answers, signals, result } = show();

    await wait();
    expect(api.calls.report).toBe(1);
    expect(signals[0]?.aborted).toBe(false);
    await act(async () => answers[0](aReport()));

    expect(result.current.state.kind).toBe('ready');
  });

  it('does not let a poll end the fresh reading the reader asked for', async () => {
    const { api, answers, signals, result } = show();
    await act(async () => answers[0](aReport()));
    act(() => result.current.refresh());

    await wait();

    expect(api.calls).toMatchObject({ report: 2, fresh: 1 });
    expect(signals[1]?.aborted).toBe(false);
  });

  it('puts a fresh reading in the place of an open poll', async () => {
    const { answers, signals, result } = show();
    act(() => result.current.refresh());
    expect(signals[0]?.aborted).toBe(true);

    const servedAt = '2026-03-02T12:00:30.000Z';
    await act(async () => answers[1](aReport(undefined, { servedAt })));
    await act(async () => answers[0](aReport()));

    expect(result.current.state).toMatchObject({ report: { servedAt } });
  });

  it('asks nobody any more after it has gone', async () => {
    const { api, signals, unmount } = show();
    unmount();
    expect(signals[0]?.aborted).toBe(true);

    await wait();

    expect(api.calls.report).toBe(1);
  });
});
