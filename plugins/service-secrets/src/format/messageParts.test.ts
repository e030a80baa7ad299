import { messageParts } from './messageParts';

describe('messageParts', () => {
  it('sets what stands between backticks as code', () => {
    expect(messageParts('Role `a` misses `b`.')).toEqual([
      { text: 'Role ', code: false },
      { text: 'a', code: true },
      { text: ' misses ', code: false },
      { text: 'b', code: true },
      { text: '.', code: false },
    ]);
  });

  it('leaves a backtick alone when it has no partner', () => {
    expect(messageParts('Role `a` and `b')).toEqual([
      { text: 'Role ', code: false },
      { text: 'a', code: true },
      { text: ' and ', code: false },
      { text: '`b', code: false },
    ]);
  });

  it('is empty for an empty message', () => {
    expect(messageParts('')).toEqual([]);
  });
});
