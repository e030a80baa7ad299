import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { parse } from 'yaml';

import { anchorsOf, codeWordsOf, linksOf, Page, readPages } from './documents';

const root = path.resolve(require.resolve('./documents'), '../../../../..');
const pages = readPages(root);
const REPOSITORY =
  /^https:\/\/github\.com\/service-secrets\/backstage-plugin-service-secrets(?:\/(?:blob|tree)\/main\/)?/;

/** Where in the repository a link leads; undefined when it leads out of it. */
function targetOf(page: Page, link: string) {
  const [to, anchor] = link.split('#');
  if (REPOSITORY.test(to)) {
    return { file: to.replace(REPOSITORY, '') || 'README.md', anchor };
  }
  if (/^[a-z]+:/.test(to)) return undefined;
  const file = to ? path.join(path.dirname(page.file), to) : page.file;
  return { file, anchor };
}

function problemOf(page: Page, link: string): string[] {
  const target = targetOf(page, link);
  if (!target || ['issues'].includes(target.file)) return [];
  if (!existsSync(path.join(root, target.file))) return [`${link}: no file`];
  const there = pages.find(({ file }) => file === target.file);
  const anchored =
    !target.anchor || !there || anchorsOf(there).includes(target.anchor);
  return anchored ? [] : [`${link}: no heading`];
}

/** Whether a path is there; `common/src` is short for the folder of that package, `*` and `<…>` stand for names. */
function isThere(word: string): boolean {
  const full = word.replace(
    /^(common|node|backend)\/src/,
    'plugins/service-secrets-$1/src',
  );
  const fixed = full.split(/[*<{…]|NNNN|\bx\b/)[0];
  const complete = fixed === full ? fixed : path.dirname(`${fixed}x`);
  return existsSync(path.join(root, complete));
}

describe('the pages', () => {
  it.each(pages.map(page => [page.file, page] as const))(
    '%s links only to what is there',
    (_file, page) => {
      expect(linksOf(page).flatMap(link => problemOf(page, link))).toEqual([]);
    },
  );

  it.each(pages.map(page => [page.file, page] as const))(
    '%s names only files that are there',
    (_file, page) => {
      const named = codeWordsOf(page).filter(word =>
        /^((common|node|backend)\/src|plugins|packages|docs|templates|scripts)\/[^\s]+$/.test(
          word,
        ),
      );
      // A Backstage of one's own has these, this repository has none.
      const elsewhere = /^packages\/(app|backend)\/src\/index\.ts$/;

      expect(
        named.filter(word => !elsewhere.test(word) && !isThere(word)),
      ).toEqual([]);
    },
  );

  it('are all in the navigation, once', () => {
    const nav: unknown = parse(
      readFileSync(path.join(root, 'mkdocs.yml'), 'utf8'),
    ).nav;
    const listed = [...JSON.stringify(nav).matchAll(/"([^"]+\.md)"/g)].map(
      ([, file]) => `docs/${file}`,
    );
    const written = pages
      .map(({ file }) => file)
      .filter(file => file.startsWith('docs/'));

    expect([...listed].sort()).toEqual([...written].sort());
  });

  it('show every picture there is, so that none grows old unseen', () => {
    const shown = pages.flatMap(page =>
      linksOf(page).map(link => targetOf(page, link)?.file),
    );
    const pictures = readdirSync(path.join(root, 'docs/images')).map(name =>
      path.join('docs/images', name),
    );

    expect(pictures.filter(file => !shown.includes(file))).toEqual([]);
  });

  it('keep what a first visitor reads within 150 lines', () => {
    const readme = pages.find(({ file }) => file === 'README.md');

    expect(readme?.text.trimEnd().split('\n').length).toBeLessThanOrEqual(150);
  });
});

describe('the decisions', () => {
  const decisions = pages.filter(({ file }) =>
    file.startsWith('docs/decisions/'),
  );

  it('are numbered without a gap, in the file and in its heading', () => {
    const numbers = decisions.map(({ file, text }) => [
      Number(path.basename(file).slice(0, 4)),
      Number(/^# (\d+)\. /.exec(text)?.[1]),
    ]);

    expect(numbers.sort(([a], [b]) => a - b)).toEqual(
      decisions.map((_, index) => [index + 1, index + 1]),
    );
  });

  it.each(decisions.map(page => [page.file, page] as const))(
    '%s says what, why and what else, within 60 lines',
    (_file, { text }) => {
      const headings = [...text.matchAll(/^## (.+)$/gm)].map(
        ([, name]) => name,
      );

      expect(headings[0]).toBe('Decision');
      expect(headings).toEqual(
        expect.arrayContaining(['Why', 'What else we looked at']),
      );
      expect(text.split('\n').length).toBeLessThanOrEqual(60);
    },
  );
});
