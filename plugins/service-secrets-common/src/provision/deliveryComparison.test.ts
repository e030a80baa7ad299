import { deliveryMethods } from './choices';
import { deliveryAspects, deliveryComparison } from './deliveryComparison';

describe('deliveryComparison', () => {
  it('compares every method on every aspect, so no cell of the table is empty', () => {
    expect(deliveryComparison.map(({ method }) => method)).toEqual([
      ...deliveryMethods,
    ]);
    for (const { aspects } of deliveryComparison) {
      expect(Object.keys(aspects).sort()).toEqual(
        deliveryAspects.map(({ id }) => id).sort(),
      );
      expect(Object.values(aspects).every(text => text.length > 1)).toBe(true);
    }
  });

  it('says in one sentence when to choose each', () => {
    for (const { choose } of deliveryComparison) {
      expect(choose).toMatch(/^Choose it when [^.]+\.$/);
    }
  });
});
