import { rowAfterKey } from './useRowFocus';

describe('rowAfterKey', () => {
  it.each([
    ['ArrowDown', 0, 1],
    ['ArrowDown', 99, 99],
    ['ArrowUp', 0, 0],
    ['ArrowUp', 5, 4],
    ['PageDown', 5, 15],
    ['PageUp', 5, 0],
    ['Home', 50, 0],
    ['End', 50, 99],
  ])('%s leads from row %d of 100 to %d', (key, from, to) => {
    expect(rowAfterKey(key, from, 100)).toBe(to);
  });

  it.each(['Enter', 'a', 'toString'])('%s leads nowhere', key => {
    expect(rowAfterKey(key, 3, 100)).toBeUndefined();
  });

  it('leads nowhere when there is no row', () => {
    expect(rowAfterKey('End', 0, 0)).toBeUndefined();
  });
});
