import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { countAssertions } from './countAssertions';
import { listSourceFiles } from './listSourceFiles';
import { Step } from './Step';

const PER_THOUSAND_LINES = 3;

/** Holds the budget on `as`: at most 3 per 1,000 lines of source, each with a reason. */
export const assertionBudgetStep: Step = {
  name: 'type assertions',
  async run({ root }) {
    const files = await listSourceFiles(root);
    let lines = 0;
    let assertions = 0;
    const withoutReason: string[] = [];
    for (const file of files) {
      const count = countAssertions(file, await readFile(file, 'utf8'));
      lines += count.codeLines;
      assertions += count.assertions.length;
      for (const line of count.withoutReason) {
        withoutReason.push(`${path.relative(root, file)}:${line}`);
      }
    }
    const allowed = Math.floor((lines * PER_THOUSAND_LINES) / 1000);
    console.log(
      `${assertions} type assertions in ${lines} lines; ${allowed} are allowed.`,
    );
    for (const place of withoutReason) {
      console.log(`  ${place} asserts a type without saying why`);
    }
    return { ok: assertions <= allowed && withoutReason.length === 0 };
  },
};
