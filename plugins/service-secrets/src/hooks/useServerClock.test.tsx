import { act, screen } from '@testing-library/react';

import { timeLeft } from '../format/time';
import { after } from '../testSupport/builders';
import { setPageHidden } from '../testSupport/pageVisibility';
import { renderAtNoon } from '../testSupport/renderAround';
import { serverNow, useServerClock } from './useServerClock';

let renderings = 0;

function Countdown({ to }: { readonly to: string }) {
  renderings += 1;
  return <p>{useServerClock(now => timeLeft(to, now))}</p>;
}

const pass = (seconds: number) =>
  act(async () => {
    jest.advanceTimersByTime(seconds * 1_000);
  });

describe('useServerClock', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: Date.parse('1999-01-01T00:00:00Z') });
    renderings = 0;
  });
  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  it("counts by the server's clock, however wrong the browser's is", async () => {
    renderAtNoon(<Countdown to={after(90)} />);
    expect(screen.getByText('1 min')).toBeVisible();
    await pass(45);
    expect(screen.getByText('45 s')).toBeVisible();
  });

  it('renders again only when the text changes', async () => {
    renderAtNoon(<Countdown to={after(3_590)} />);
    const before = renderings;
    await pass(40);
    expect(screen.getByText('59 min')).toBeVisible();
    expect(renderings).toBe(before);
  });

  it('shares one timer among all countdowns, and none while the page is hidden', async () => {
    renderAtNoon(
      <>
        <Countdown to={after(60)} />
        <Countdown to={after(120)} />
        <Countdown to={after(180)} />
      </>,
    );
    expect(jest.getTimerCount()).toBe(1);
    act(() => setPageHidden(true));
    expect(jest.getTimerCount()).toBe(0);
  });

  it('catches up when the page is shown again', async () => {
    renderAtNoon(<Countdown to={after(600)} />);
    act(() => setPageHidden(true));
    await pass(300);
    expect(screen.getByText('10 min')).toBeVisible();
    act(() => setPageHidden(false));
    expect(screen.getByText('5 min')).toBeVisible();
  });

  it('leaves no timer behind', () => {
    const { unmount } = renderAtNoon(<Countdown to={after(60)} />);
    unmount();
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('serverNow', () => {
  it('never runs backwards when a reading is older than the answer', () => {
    expect(serverNow({ served: 5_000, received: 100 }, 40)).toBe(5_000);
  });
});
