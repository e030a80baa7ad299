import ts from 'typescript';

/** What one file spends of the budget on type assertions. */
export interface AssertionCount {
  /** Lines with code on them. */
  readonly codeLines: number;
  /** `as` expressions, `as const` excepted: 1-based lines. */
  readonly assertions: readonly number[];
  /** Those without a comment on their line or the one above: 1-based lines. */
  readonly withoutReason: readonly number[];
}

function isConst(type: ts.TypeNode): boolean {
  return ts.isTypeReferenceNode(type) && type.typeName.getText() === 'const';
}

function assertionLines(source: ts.SourceFile): number[] {
  const lines: number[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isAsExpression(node) && !isConst(node.type)) {
      const start = node.type.getStart(source);
      lines.push(source.getLineAndCharacterOfPosition(start).line + 1);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return lines;
}

function isComment(line: string): boolean {
  return /^\s*(\/\/|\/\*|\*)/.test(line);
}

/** Counts the type assertions of one file and the lines they are weighed against. */
export function countAssertions(file: string, text: string): AssertionCount {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const lines = text.split('\n');
  const assertions = assertionLines(source);
  return {
    codeLines: lines.filter(line => line.trim() !== '' && !isComment(line))
      .length,
    assertions,
    withoutReason: assertions.filter(line => {
      // A comment may stand above the statement the assertion is in: three lines are near enough.
      const near = lines.slice(Math.max(0, line - 4), line);
      return !near.some(l => isComment(l) || /\s\/\/\s/.test(l));
    }),
  };
}
