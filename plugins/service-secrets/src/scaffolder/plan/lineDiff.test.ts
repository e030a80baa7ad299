import { lineDiff } from './lineDiff';

function shown(before: string, after: string): string[] {
  const signs = { same: ' ', added: '+', removed: '-' };
  return lineDiff(before, after).map(({ kind, text }) => signs[kind] + text);
}

describe('lineDiff', () => {
  it('keeps what is the same and puts what goes before what comes', () => {
    expect(shown('a\nb\nc\n', 'a\nx\nc\nd')).toEqual([
      ' a',
      '-b',
      '+x',
      ' c',
      '+d',
    ]);
  });

  it('finds a block in the middle', () => {
    expect(shown('a\nd', 'a\nb\nc\nd')).toEqual([' a', '+b', '+c', ' d']);
  });

  it('shows one text after the other when they are too long to compare', () => {
    const long = (letter: string) =>
      Array.from({ length: 700 }, (_, n) => `${letter}${n}`).join('\n');
    const lines = shown(`same\n${long('a')}`, `same\n${long('b')}`);
    expect(lines).toHaveLength(1402);
    expect(lines[0]).toBe('-same');
  });
});
