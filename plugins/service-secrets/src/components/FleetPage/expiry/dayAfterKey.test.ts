import { dayAfterKey } from './dayAfterKey';

describe('dayAfterKey', () => {
  it.each([
    ['ArrowRight', 3, 4],
    ['ArrowLeft', 3, 2],
    ['ArrowDown', 3, 21],
    ['ArrowUp', 21, 3],
    ['Home', 40, 0],
    ['End', 3, 89],
    ['ArrowUp', 3, undefined],
    ['ArrowLeft', 0, undefined],
    ['ArrowRight', 89, undefined],
    ['ArrowDown', 80, undefined],
    ['a', 3, undefined],
    ['constructor', 3, undefined],
  ])('%s from day %d of 90 in rows of 18 leads to %s', (key, from, to) => {
    expect(dayAfterKey(key, from, { count: 90, perRow: 18 })).toBe(to);
  });
});
