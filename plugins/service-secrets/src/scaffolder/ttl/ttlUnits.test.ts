import { unitFor } from './ttlUnits';

describe('unitFor', () => {
  it.each([
    [undefined, 'h'],
    [0, 'h'],
    [5400, 'min'],
    [3600, 'h'],
    [86_400, 'h'],
    [172_800, 'd'],
    [180_000, 'h'],
  ])('shows %s s in %s', (seconds, unit) => {
    expect(unitFor(seconds).id).toBe(unit);
  });
});
