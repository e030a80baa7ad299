import { FleetTarget } from 'backstage-plugin-service-secrets-common';

import { inBatches } from './inBatches';

const targets = Array.from({ length: 1_200 }, (_, index) => ({
  entityRef: `component:default/s-${index}`,
  environment: 'production',
  title: 'not to be sent',
}));

describe('inBatches', () => {
  it('sends every row once, no more at a time than the backend takes', async () => {
    const sizes: number[] = [];
    const { done, refused } = await inBatches(targets, async batch => {
      sizes.push(batch.length);
      return { done: [...batch], refused: [] };
    });

    expect(sizes).toEqual([500, 500, 200]);
    expect(done).toEqual(targets);
    expect(refused).toEqual([]);
  });

  it('tells the rows from a failed batch on as refused, because the batches before it are done', async () => {
    const acted: FleetTarget[] = [];
    const { done, refused } = await inBatches(targets, async batch => {
      if (acted.length > 0) throw new Error('connection refused');
      acted.push(...batch);
      return { done: [...batch], refused: [] };
    });

    expect(done).toHaveLength(500);
    expect(refused).toHaveLength(700);
    expect(refused[0]).toEqual({
      target: {
        entityRef: 'component:default/s-500',
        environment: 'production',
      },
      reason: 'connection refused',
    });
  });

  it('fails when nothing was done, so that it can be tried again', async () => {
    await expect(
      inBatches(targets, async () => {
        throw new Error('connection refused');
      }),
    ).rejects.toThrow('connection refused');
  });
});
