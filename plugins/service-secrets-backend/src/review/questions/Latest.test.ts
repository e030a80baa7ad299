import { Latest } from './Latest';

/** Readings end when they are told to. */
function aSource() {
  const ends: ((value: string | Error) => void)[] = [];
  const read = (known: string) =>
    new Promise<string>((resolve, reject) => {
      ends.push(value =>
        value instanceof Error ? reject(value) : resolve(`${known}${value}`),
      );
    });
  const turn = () => new Promise(resolve => setImmediate(resolve));
  return { ends, latest: new Latest('', read), turn };
}

describe('the latest of something', () => {
  it('gives nobody a reading that began before they asked, and those who wait share one', async () => {
    const { ends, latest, turn } = aSource();
    const first = latest.get();
    await turn();
    const second = latest.get();
    const third = latest.get();
    await turn();
    expect(ends).toHaveLength(1);

    ends[0]('a');
    expect(await first).toBe('a');
    await turn();
    expect(ends).toHaveLength(2);
    ends[1]('b');
    expect(await Promise.all([second, third])).toEqual(['ab', 'ab']);
    expect(ends).toHaveLength(2);
  });

  it('tells whoever asked of a failure, keeps what was known, and reads again for the next', async () => {
    const { ends, latest, turn } = aSource();
    const first = latest.get();
    await turn();
    ends[0]('a');
    await first;
    const failing = latest.get();
    await turn();
    const waiting = latest.get();
    ends[1](new Error('the database restarts'));

    await expect(failing).rejects.toThrow('the database restarts');
    await turn();
    ends[2]('b');
    expect(await waiting).toBe('ab');
  });
});
