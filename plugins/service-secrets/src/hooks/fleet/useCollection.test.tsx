import { fleetSignalChannel } from 'backstage-plugin-service-secrets-common';
import { act, renderHook } from '@testing-library/react';
import { ReactNode } from 'react';

import { FakeFleetApi } from '../../testSupport/FakeFleetApi';
import { FakeSignalApi } from '../../testSupport/FakeSignalApi';
import { aCollectionStatus } from '../../testSupport/fleetBuilders';
import { FleetExample } from '../../testSupport/FleetExample';
import { setPageHidden } from '../../testSupport/pageVisibility';
import { useCollection } from './useCollection';

const SECOND = 1000;
const progress = { state: 'running', collected: 1, services: 9 };

/** Renders the hook, waits for the first answer, and counts the questions from there. */
async function follow(signals?: FakeSignalApi) {
  const api = new FakeFleetApi();
  const asked = jest.spyOn(api, 'status');
  const { result } = renderHook(useCollection, {
    wrapper: ({ children }: { children: ReactNode }) => (
      <FleetExample api={api} signals={signals}>
        {children}
      </FleetExample>
    ),
  });
  await pass(0);
  asked.mockClear();
  return { api, asked, result };
}

/** In steps, because what a timer asks for is asked when its step is over. */
async function pass(ms: number) {
  const step = 10 * SECOND;
  for (let left = ms; left >= 0; left -= step) {
    await act(() => jest.advanceTimersByTimeAsync(Math.min(step, left)));
  }
}
const say = (signals: FakeSignalApi, message = progress) =>
  act(async () => signals.publish(fleetSignalChannel, message));

describe('useCollection', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    // Neither jitter nor spread, so that the seconds are exact.
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
  });
  afterEach(() => {
    setPageHidden(false);
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  it('asks every half minute when the app has no signals', async () => {
    const { asked } = await follow();
    await pass(91 * SECOND);
    expect(asked).toHaveBeenCalledTimes(3);
  });

  it('asks as often when signals are installed but none ever came', async () => {
    const { asked } = await follow(new FakeSignalApi());
    await pass(91 * SECOND);
    expect(asked).toHaveBeenCalledTimes(3);
  });

  it('asks once for a burst of signals', async () => {
    const signals = new FakeSignalApi();
    const { asked } = await follow(signals);
    for (let count = 0; count < 20; count += 1) await say(signals);
    expect(asked).not.toHaveBeenCalled();
    await pass(2 * SECOND);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('has another version when a signal told of a run that ended', async () => {
    const signals = new FakeSignalApi();
    const { api, result } = await follow(signals);
    const before = result.current.version;
    api.statusNow = aRunLater();
    await say(signals, { ...progress, state: 'done' });
    await pass(2 * SECOND);
    expect(result.current.version).not.toBe(before);
  });

  it('asks only every five minutes once signals come', async () => {
    const signals = new FakeSignalApi();
    const { asked } = await follow(signals);
    await say(signals);
    await pass(2 * SECOND);
    asked.mockClear();
    await pass(290 * SECOND);
    expect(asked).not.toHaveBeenCalled();
    await pass(20 * SECOND);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('asks every half minute again when a run ended that no signal told of', async () => {
    const signals = new FakeSignalApi();
    const { api, asked } = await follow(signals);
    await say(signals);
    await pass(2 * SECOND);
    api.statusNow = aRunLater();
    await pass(300 * SECOND);
    asked.mockClear();
    await pass(61 * SECOND);
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it('asks when a hidden tab is looked at that a signal came to', async () => {
    const signals = new FakeSignalApi();
    const { asked } = await follow(signals);
    act(() => setPageHidden(true));
    await say(signals);
    await pass(5 * SECOND);
    expect(asked).not.toHaveBeenCalled();
    act(() => setPageHidden(false));
    await pass(0);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('lets go of the channel when the page is left', async () => {
    const signals = new FakeSignalApi();
    const { unmount } = renderHook(useCollection, {
      wrapper: ({ children }: { children: ReactNode }) => (
        <FleetExample api={new FakeFleetApi()} signals={signals}>
          {children}
        </FleetExample>
      ),
    });
    await pass(0);
    expect(signals.listenersOf(fleetSignalChannel)).toBe(1);
    unmount();
    expect(signals.listenersOf(fleetSignalChannel)).toBe(0);
  });
});

function aRunLater() {
  const { last } = aCollectionStatus();
  return aCollectionStatus({ last: last && { ...last, id: 'run-2' } });
}
