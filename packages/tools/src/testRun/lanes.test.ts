import { runLane, runLanes } from './lanes';
import { RunContext, Step } from './Step';

function aContext(signal = new AbortController().signal): RunContext {
  return { root: '/', ci: true, signal };
}

function aStep(name: string, run: Step['run'] = async () => ({ ok: true })) {
  return { name, run };
}

const namesOf = (results: readonly { readonly name: string }[]) =>
  results.map(({ name }) => name);

beforeEach(() => {
  jest.spyOn(console, 'log').mockReturnValue();
});

afterEach(() => jest.restoreAllMocks());

describe('runLanes', () => {
  it('runs the lanes beside each other and answers lane by lane', async () => {
    let endFirst = () => {};
    const first = aStep('first', () => {
      return new Promise(resolve => {
        endFirst = () => resolve({ ok: true });
      });
    });
    const ending = aStep('ending', async () => {
      endFirst();
      return { ok: true };
    });

    const lanes = [[first, aStep('next')], [ending]];

    const results = await runLanes(lanes, aContext());

    expect(namesOf(results)).toEqual(['first', 'next', 'ending']);
  });

  it('goes on with the other steps when one fails, so that the summary names all failures', async () => {
    const failing = aStep('failing', () => Promise.reject(new Error('no')));

    const results = await runLanes([[failing, aStep('next')]], aContext());

    expect(results.map(({ ok }) => ok)).toEqual([false, true]);
    expect(results[0].problem).toBe('no');
  });
});

describe('runLane', () => {
  it('starts no further step once the run is interrupted', async () => {
    const controller = new AbortController();
    const interrupted = aStep('interrupted', async () => {
      controller.abort();
      return { ok: false };
    });

    const results = await runLane(
      [interrupted, aStep('next')],
      aContext(controller.signal),
    );

    expect(namesOf(results)).toEqual(['interrupted']);
  });
});
