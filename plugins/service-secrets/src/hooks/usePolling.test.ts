import { renderHook } from '@testing-library/react';

import { setPageHidden } from '../testSupport/pageVisibility';
import { usePolling } from './usePolling';

const SECOND = 1_000;

describe('usePolling', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  it('calls within a fifth of the interval, but not at once', () => {
    const call = jest.fn();
    renderHook(() => usePolling(call, 30 * SECOND));
    jest.advanceTimersByTime(23 * SECOND);
    expect(call).not.toHaveBeenCalled();
    jest.advanceTimersByTime(14 * SECOND);
    expect(call).toHaveBeenCalledTimes(1);
  });

  it('is silent while the page is hidden and calls at once when it comes back late', () => {
    const call = jest.fn();
    renderHook(() => usePolling(call, 30 * SECOND));
    setPageHidden(true);
    jest.advanceTimersByTime(300 * SECOND);
    expect(call).not.toHaveBeenCalled();
    setPageHidden(false);
    expect(call).toHaveBeenCalledTimes(1);
  });

  it('does not call at once when the page comes back soon', () => {
    const call = jest.fn();
    renderHook(() => usePolling(call, 30 * SECOND));
    setPageHidden(true);
    jest.advanceTimersByTime(5 * SECOND);
    setPageHidden(false);
    expect(call).not.toHaveBeenCalled();
    jest.advanceTimersByTime(31 * SECOND);
    expect(call).toHaveBeenCalledTimes(1);
  });

  it('stops when the component goes', () => {
    const call = jest.fn();
    const { unmount } = renderHook(() => usePolling(call, SECOND));
    unmount();
    jest.advanceTimersByTime(10 * SECOND);
    expect(call).not.toHaveBeenCalled();
  });
});
