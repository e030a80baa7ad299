import { act, renderHook } from '@testing-library/react';

import { useAction } from './useAction';

function heldAct() {
  const answers: Array<{
    resolve: (value: string) => void;
    reject: (error: unknown) => void;
  }> = [];
  const start = jest.fn(
    (_argument: string) =>
      new Promise<string>((resolve, reject) => {
        answers.push({ resolve, reject });
      }),
  );
  return { start, answers };
}

describe('useAction', () => {
  it('runs once however often it is pressed before the answer, and hands the answer on', async () => {
    const { start, answers } = heldAct();
    const onDone = jest.fn();
    const { result } = renderHook(() => useAction(start, onDone));

    act(() => {
      result.current.run('first');
      result.current.run('second');
    });
    expect(result.current.pending).toBe(true);
    await act(async () => answers[0].resolve('done'));

    expect(start.mock.calls).toEqual([['first']]);
    expect(onDone).toHaveBeenCalledWith('done');
    expect(result.current.pending).toBe(false);
  });

  it('keeps a failure until it is run again or cleared', async () => {
    const { start, answers } = heldAct();
    const { result } = renderHook(() => useAction(start));

    act(() => result.current.run('a'));
    await act(async () => answers[0].reject(new Error('Vault is sealed')));
    expect(result.current.error?.message).toBe('Vault is sealed');
    act(() => result.current.run('a'));
    expect(result.current.error).toBeUndefined();
    await act(async () => answers[1].reject('sealed again'));
    expect(result.current.error).toBeInstanceOf(Error);
    act(() => result.current.clear());

    expect(result.current.error).toBeUndefined();
    expect(result.current.pending).toBe(false);
  });

  it('tells the callback of the last rendering, not the one of the press', async () => {
    const { start, answers } = heldAct();
    const before = jest.fn();
    const after = jest.fn();
    const { result, rerender } = renderHook(
      ({ onDone }) => useAction(start, onDone),
      { initialProps: { onDone: before } },
    );

    act(() => result.current.run('a'));
    rerender({ onDone: after });
    await act(async () => answers[0].resolve('done'));

    expect(before).not.toHaveBeenCalled();
    expect(after).toHaveBeenCalledWith('done');
  });
});
