import { act, renderHook } from '@testing-library/react';

import { aResponseError } from '../testSupport/failures';
import { Question, useAsked } from './useAsked';

interface Held {
  readonly signal: AbortSignal;
  readonly publish: (value: string) => void;
  readonly resolve: (value: string) => void;
  readonly reject: (error: unknown) => void;
}

type Named = Omit<Question<string>, 'ask'>;

function heldQuestions() {
  const asked: Held[] = [];
  const question = (named: Named): Question<string> => ({
    ...named,
    ask: (signal, publish) =>
      new Promise((resolve, reject) => {
        asked.push({ signal, publish, resolve, reject });
      }),
  });
  return { asked, question };
}

function show() {
  const held = heldQuestions();
  const initialProps: Named = { subject: 'grades', key: '1' };
  const hook = renderHook((named: Named) => useAsked(held.question(named)), {
    initialProps,
  });
  return { ...held, ...hook };
}

describe('useAsked', () => {
  it('keeps the last answer while another on the same subject is on the way', async () => {
    const { asked, result, rerender } = show();
    expect(result.current.state).toEqual({ kind: 'loading' });
    await act(async () => asked[0].resolve('one'));

    rerender({ subject: 'grades', key: '2' });
    expect(result.current.state).toMatchObject({
      value: 'one',
      refreshing: true,
    });
    await act(async () => asked[1].resolve('two'));

    expect(result.current.state).toMatchObject({
      value: 'two',
      refreshing: false,
    });
  });

  it('forgets the answer when the subject is another', async () => {
    const { asked, result, rerender } = show();
    await act(async () => asked[0].resolve('one'));

    rerender({ subject: 'orders', key: '1' });

    expect(result.current.state).toEqual({ kind: 'loading' });
  });

  it('ignores an answer that comes after a newer question, and aborts its request', async () => {
    const { asked, result, rerender } = show();
    rerender({ subject: 'grades', key: '2' });
    expect(asked[0].signal.aborted).toBe(true);

    await act(async () => asked[1].resolve('new'));
    await act(async () => {
      asked[0].publish('half of the old');
      asked[0].resolve('old');
    });

    expect(result.current.state).toMatchObject({ value: 'new' });
  });

  it('shows the beginning of a longer answer as refreshing', async () => {
    const { asked, result } = show();

    act(() => asked[0].publish('half'));
    expect(result.current.state).toMatchObject({
      value: 'half',
      refreshing: true,
    });
    await act(async () => asked[0].resolve('whole'));

    expect(result.current.state).toMatchObject({
      value: 'whole',
      refreshing: false,
    });
  });

  it('keeps what was shown when a later asking fails, and says so', async () => {
    const { asked, result } = show();
    await act(async () => asked[0].resolve('one'));
    act(() => result.current.again());
    await act(async () => asked[1].reject(new Error('down')));

    expect(result.current.state).toMatchObject({
      kind: 'ready',
      value: 'one',
      refreshing: false,
      stale: expect.objectContaining({ message: 'down' }),
    });
  });

  it('hides what was shown when the permission was taken away', async () => {
    const { asked, result } = show();
    await act(async () => asked[0].resolve('one'));
    act(() => result.current.again());
    const error = aResponseError(403, 'not allowed');
    await act(async () => asked[1].reject(error));

    expect(result.current.state).toEqual({ kind: 'denied', error });
  });

  it('marks the answer to another choice as outdated until its own comes', async () => {
    const { asked, result, rerender } = show();
    rerender({ subject: 'grades', choice: 'broken', key: '1' });
    await act(async () => asked[1].resolve('broken ones'));
    expect(result.current.state).not.toHaveProperty('outdated');

    rerender({ subject: 'grades', choice: 'healthy', key: '1' });
    expect(result.current.state).toMatchObject({
      value: 'broken ones',
      refreshing: true,
      outdated: true,
    });
    await act(async () => asked[2].resolve('healthy ones'));

    expect(result.current.state).toMatchObject({ value: 'healthy ones' });
    expect(result.current.state).not.toHaveProperty('outdated');
  });

  it('never lets the answer to another choice stand in for one that failed', async () => {
    const { asked, result, rerender } = show();
    await act(async () => asked[0].resolve('all'));
    rerender({ subject: 'grades', choice: 'healthy', key: '1' });
    await act(async () => asked[1].reject(new Error('down')));

    expect(result.current.state).toMatchObject({ kind: 'failed' });
  });

  it('aborts the request when nobody is there to see the answer', () => {
    const { asked, unmount } = show();

    unmount();

    expect(asked[0].signal.aborted).toBe(true);
  });
});
