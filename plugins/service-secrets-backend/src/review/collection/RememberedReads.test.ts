import { RememberedReads } from './RememberedReads';

const HOUR = 3_600_000;
const names = Array.from({ length: 1000 }, (_, index) => `svc-${index}-role`);

describe('RememberedReads', () => {
  it('spreads what was read at once over the second half of the age, and keeps nothing longer', async () => {
    let now = 0;
    const clock = () => new Date(now);
    const reads = new RememberedReads<string>({ maxAgeMs: HOUR, clock });
    for (const name of names) await reads.read(name, async () => name);
    const left = (at: number) => {
      now = at;
      return names.filter(name => reads.find(name)).length;
    };

    expect(left(HOUR / 2 - 1)).toBe(1000);
    const tenths = [0.6, 0.7, 0.8, 0.9].map(part => left(part * HOUR));
    expect(tenths.map(count => Math.round(count / 100))).toEqual([8, 6, 4, 2]);
    expect(left(HOUR)).toBe(0);
  });

  it('does not remember what began to be read before it was forgotten', async () => {
    const clock = () => new Date(0);
    const reads = new RememberedReads<string>({ maxAgeMs: HOUR, clock });
    let answer = (_value: string) => {};
    const late = reads.read(
      'a',
      () =>
        new Promise(resolve => {
          answer = resolve;
        }),
    );
    reads.forget('a');
    expect(await reads.read('a', async () => 'new')).toBe('new');
    answer('old');

    expect(await late).toBe('old');
    expect(reads.find('a')?.value).toBe('new');
  });

  it('forgets the one that was read longest ago when there are too many', async () => {
    const clock = () => new Date(0);
    const bounds = { maxAgeMs: HOUR, clock, maxEntries: 2 };
    const reads = new RememberedReads<string>(bounds);
    for (const name of ['a', 'b', 'a', 'c']) {
      await reads.read(name, async () => name);
    }

    const kept = ['a', 'b', 'c'].map(name => reads.find(name)?.value);
    expect(kept).toEqual(['a', undefined, 'c']);
  });
});
