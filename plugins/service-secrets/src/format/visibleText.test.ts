import { visibleText } from './visibleText';

describe('visibleText', () => {
  it.each([
    ['grade-api', 'grade-api'],
    ['Größe · …qDTv', 'Größe · …qDTv'],
    ['a\u202Egpj', 'a⟨U+202E⟩gpj'],
    ['a\u2066b\u2069', 'a⟨U+2066⟩b⟨U+2069⟩'],
    ['a\u200Bb', 'a⟨U+200B⟩b'],
    ['a\u0007b', 'a⟨U+0007⟩b'],
    ['a\nb', 'a⟨U+000A⟩b'],
    ['a\u{E0041}b', 'a⟨U+E0041⟩b'],
  ])('shows %j as %j', (text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });
});
