import { act, renderHook, waitFor } from '@testing-library/react';

import { useAnswer } from './useAnswer';

describe('useAnswer', () => {
  it('answers, and asks again on demand', async () => {
    const ask = jest.fn(async (_signal: AbortSignal, again: boolean) =>
      again ? 'second' : 'first',
    );
    const { result } = renderHook(() => useAnswer({ key: 'a', ask }));
    expect(result.current.state).toEqual({ kind: 'waiting' });
    await waitFor(() =>
      expect(result.current.state).toEqual({
        kind: 'answered',
        value: 'first',
      }),
    );
    act(() => result.current.again());
    expect(result.current.state).toEqual({ kind: 'waiting' });
    await waitFor(() =>
      expect(result.current.state).toEqual({
        kind: 'answered',
        value: 'second',
      }),
    );
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('shows no answer to an earlier question when a later one was asked', async () => {
    const answers: Record<string, (value: string) => void> = {};
    const { result, rerender } = renderHook(
      ({ key }) =>
        useAnswer({
          key,
          ask: () =>
            new Promise<string>(resolve => {
              answers[key] = resolve;
            }),
        }),
      { initialProps: { key: 'a' } },
    );
    await waitFor(() => expect(answers.a).toBeDefined());
    rerender({ key: 'b' });
    await waitFor(() => expect(answers.b).toBeDefined());
    answers.b('of b');
    await waitFor(() =>
      expect(result.current.state).toMatchObject({ value: 'of b' }),
    );
    await act(async () => answers.a('of a'));
    expect(result.current.state).toMatchObject({ value: 'of b' });
  });

  it('asks once when the question changes faster than the delay', async () => {
    const ask = jest.fn(async () => 'done');
    const { result, rerender } = renderHook(
      ({ key }) => useAnswer({ key, ask, delayMs: 50 }),
      { initialProps: { key: 'a' } },
    );
    rerender({ key: 'b' });
    rerender({ key: 'c' });
    await waitFor(() => expect(result.current.state.kind).toBe('answered'));
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('says what failed, whatever was thrown', async () => {
    const { result } = renderHook(() =>
      useAnswer({ key: 'a', ask: async () => Promise.reject('no') }),
    );
    await waitFor(() =>
      expect(result.current.state).toMatchObject({ kind: 'failed' }),
    );
  });

  it('waits when there is nothing to ask', () => {
    const { result } = renderHook(() => useAnswer(undefined));
    expect(result.current.state).toEqual({ kind: 'waiting' });
  });
});
