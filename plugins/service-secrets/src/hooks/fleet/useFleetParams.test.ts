import { readFilter } from './useFleetParams';

describe('readFilter', () => {
  it.each([
    ['health=broken&health=degraded', { health: ['broken', 'degraded'] }],
    ['owner=none&text=pay', { owner: ['none'], text: 'pay' }],
    ['delivery=none&delivery=csi', { delivery: ['none', 'csi'] }],
    ['health=fine&code=noSuchCode', {}],
    ['health=fine&health=broken', { health: ['broken'] }],
    ['text=', {}],
    ['view=expiry&unknown=1', {}],
    [`text=${'x'.repeat(300)}`, { text: 'x'.repeat(200) }],
  ])('of %s keeps what the backend takes', (query, filter) => {
    expect(readFilter(new URLSearchParams(query))).toEqual(filter);
  });
});
