import { measure, median } from './rounds';

describe('median', () => {
  it('is the middle of an odd number of values', () => {
    expect(median([9, 1, 5])).toBe(5);
  });

  it('is the mean of the two middle values of an even number', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });
});

describe('measure', () => {
  it('alternates the order and leaves the three rounds that warm up out', async () => {
    const runs: string[] = [];
    const contender = (name: string) => ({
      name,
      run: async () => void runs.push(name),
    });

    const results = await measure([contender('a'), contender('b')], 2);

    expect(runs.join('')).toBe('abbaabbaab');
    expect(results.map(({ name }) => name)).toEqual(['a', 'b']);
  });
});
