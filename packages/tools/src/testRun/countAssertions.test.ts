import { countAssertions } from './countAssertions';

describe('countAssertions', () => {
  it('counts type assertions, but not `as const`', () => {
    const text = [
      'const a = 1 as const;',
      'const b = x as unknown as string;',
      "import { c as d } from 'e';",
    ].join('\n');

    expect(countAssertions('a.ts', text).assertions).toEqual([2, 2]);
  });

  it('weighs against lines of code, not comments or blank lines', () => {
    const text = '// a comment\n\n/** more\n * of it\n */\nconst a = 1;\n';

    expect(countAssertions('a.ts', text).codeLines).toBe(1);
  });

  it('accepts an assertion whose reason stands above it', () => {
    const text =
      '// The library types this too wide.\nconst a = b as string;\n';

    expect(countAssertions('a.ts', text).withoutReason).toEqual([]);
  });

  it('names the line of an assertion without a reason', () => {
    expect(
      countAssertions('a.ts', '\nconst a = b as string;').withoutReason,
    ).toEqual([2]);
  });
});
