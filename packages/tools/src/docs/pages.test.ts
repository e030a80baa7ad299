import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { generatedPages } from './pages';

const root = path.resolve(require.resolve('./pages'), '../../../../..');

describe('generatedPages', () => {
  it.each([...generatedPages()])(
    '%s is what the definitions say now (else run `yarn docs`)',
    async (file, content) => {
      const committed = await readFile(path.join(root, file), 'utf8');

      expect(committed).toBe(content);
    },
  );

  it('keeps a bar in a description from breaking its table', () => {
    for (const content of generatedPages().values()) {
      const rows = content.split('\n').filter(line => line.startsWith('| `'));
      const columns = rows.map(row => row.split(/(?<!\\)\|/).length);
      expect(rows.length).toBeGreaterThan(0);
      expect(new Set(columns)).toEqual(new Set([6]));
    }
  });
});
