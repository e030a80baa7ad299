import { findingCodes } from './findingCodes';
import { findingDefinitions } from './findingDefinitions';
import { severitySchema } from './model/state';

describe('findingDefinitions', () => {
  it('defines every code and no other, in the order of the codes', () => {
    expect(Object.keys(findingDefinitions)).toEqual([...findingCodes]);
  });

  it.each(findingCodes)(
    'words %s: a heading and a remedy, without names',
    code => {
      const { severity, sentence, remedy } = findingDefinitions[code];

      expect(severitySchema.options).toContain(severity);
      expect(sentence).toMatch(/^[A-Z].*[^.]$/);
      expect(remedy).toMatch(/^[A-Z].*\.$/);
      expect(sentence).not.toContain('`');
    },
  );

  it('never says the same thing of two codes', () => {
    const sentences = Object.values(findingDefinitions).map(
      ({ sentence }) => sentence,
    );

    expect(new Set(sentences).size).toBe(sentences.length);
  });
});
