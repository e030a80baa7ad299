import {
  aServiceState,
  FakeServiceStatesApi,
} from '../../testSupport/FakeServiceStatesApi';
import { setPageHidden } from '../../testSupport/pageVisibility';
import { StateBoard } from './StateBoard';

const MINUTE = 60_000;
const refOf = (name: string) => `component:default/${name}`;

beforeEach(() => jest.useFakeTimers());

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

function aBoard(known = [aServiceState()]) {
  const api = new FakeServiceStatesApi(known);
  return { api, board: new StateBoard(api, MINUTE) };
}

const settle = () => jest.advanceTimersByTimeAsync(20);

describe('StateBoard', () => {
  it('asks once for all that are watched at once', async () => {
    const { api, board } = aBoard();
    const names = ['a', 'b', 'c'].map(refOf);

    for (const name of names) board.subscribe(name, () => {});
    await settle();

    expect(api.asked).toEqual([names]);
  });

  it('asks in questions of 200, the most one may name', async () => {
    const { api, board } = aBoard();

    for (let index = 0; index < 450; index += 1) {
      board.subscribe(refOf(`s${index}`), () => {});
    }
    await settle();

    expect(api.asked.map(({ length }) => length)).toEqual([200, 200, 50]);
  });

  it('does not ask again for what was just asked, or is being asked', async () => {
    const { api, board } = aBoard();
    const { entityRef } = aServiceState();

    board.subscribe(entityRef, () => {})();
    await jest.advanceTimersByTimeAsync(10);
    board.subscribe(entityRef, () => {})();
    await settle();
    board.subscribe(entityRef, () => {});
    await settle();

    expect(api.asked).toHaveLength(1);
    expect(board.read(entityRef)).toMatchObject({ kind: 'known' });
  });

  it('asks again within a minute, for what is still watched only, in one request', async () => {
    const { api, board } = aBoard();
    const leave = board.subscribe(refOf('turned-away'), () => {});
    board.subscribe(refOf('a'), () => {});
    board.subscribe(refOf('b'), () => {});
    await settle();
    leave();

    await jest.advanceTimersByTimeAsync(MINUTE + 20);

    expect(api.asked.slice(1)).toEqual([['a', 'b'].map(refOf)]);
  });

  it('asks nobody while the browser tab is hidden, and at once when it comes back', async () => {
    const { api, board } = aBoard();
    board.subscribe(refOf('a'), () => {});
    await settle();

    setPageHidden(true);
    await jest.advanceTimersByTimeAsync(10 * MINUTE);
    expect(api.asked).toHaveLength(1);

    setPageHidden(false);
    await settle();
    expect(api.asked).toHaveLength(2);
  });

  it('asks nobody when nothing is watched any more', async () => {
    const { api, board } = aBoard();
    board.subscribe(refOf('a'), () => {})();
    await settle();

    await jest.advanceTimersByTimeAsync(10 * MINUTE);

    expect(api.asked).toHaveLength(1);
  });

  it('says that what is left out is not known, which is not healthy', async () => {
    const { board } = aBoard([]);
    board.subscribe(refOf('a'), () => {});
    await settle();

    expect(board.read(refOf('a'))).toEqual({ kind: 'absent' });
  });

  it('says failed when the answer does not come, and recovers with the next', async () => {
    const { api, board } = aBoard();
    const { entityRef } = aServiceState();
    const changed = jest.fn();
    api.failure = new Error('no route to host');
    board.subscribe(entityRef, changed);
    await settle();

    expect(board.read(entityRef)).toEqual({
      kind: 'failed',
      error: api.failure,
    });

    api.failure = undefined;
    await jest.advanceTimersByTimeAsync(MINUTE + 20);

    expect(board.read(entityRef)).toMatchObject({ kind: 'known' });
    expect(changed).toHaveBeenCalledTimes(2);
  });

  it('keeps what it knew when asking again fails, and says so', async () => {
    const { api, board } = aBoard();
    const { entityRef } = aServiceState();
    board.subscribe(entityRef, () => {});
    await settle();

    api.failure = new Error('no route to host');
    await jest.advanceTimersByTimeAsync(MINUTE + 20);

    expect(board.read(entityRef)).toMatchObject({
      kind: 'known',
      state: { health: 'healthy' },
      trouble: api.failure,
    });
  });
});
