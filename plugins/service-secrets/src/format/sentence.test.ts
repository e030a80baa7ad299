import { sentence } from './sentence';

describe('sentence', () => {
  it.each([
    ['Starting up', 'Starting up.'],
    ['Starting up.', 'Starting up.'],
    ['Really?', 'Really?'],
  ])('makes of %s the sentence %s', (text, expected) => {
    expect(sentence(text)).toBe(expected);
  });
});
