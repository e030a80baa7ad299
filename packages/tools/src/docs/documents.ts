import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { parseAllDocuments } from 'yaml';

/** A Markdown page of the repository. */
export interface Page {
  /** Below the root. */
  readonly file: string;
  readonly text: string;
}

const FOLDERS = ['docs', 'docs/decisions'];
const PACKAGES = ['plugins', 'packages', 'templates'];

/** Every page somebody may read: at the root, in docs, and the readme of each package. */
export function readPages(root: string): Page[] {
  const inside = (folder: string) =>
    readdirSync(path.join(root, folder))
      .filter(name => name.endsWith('.md'))
      .map(name => path.join(folder, name));
  const readmes = PACKAGES.flatMap(folder =>
    readdirSync(path.join(root, folder)).map(name =>
      path.join(folder, name, 'README.md'),
    ),
  ).filter(file => existsSync(path.join(root, file)));
  return ['.', ...FOLDERS]
    .flatMap(inside)
    .concat(readmes)
    .map(file => ({ file, text: readFileSync(path.join(root, file), 'utf8') }));
}

/** The text without its code blocks. */
export function proseOf(page: Page): string {
  return page.text.replaceAll(/^ *```[\s\S]*?^ *```/gm, '');
}

/** What stands between backquotes in the text. */
export function codeWordsOf(page: Page): string[] {
  return [...proseOf(page).matchAll(/`([^`\n]+)`/g)].map(([, word]) => word);
}

/** Code blocks of a language. */
export function codeBlocksOf(page: Page, language: string): string[] {
  const fence = new RegExp(
    `^( *)\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\``,
    'gm',
  );
  return [...page.text.matchAll(fence)].map(([, indent, block]) =>
    block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );
}

/** Documents in the YAML blocks. */
export function yamlOf(page: Page): unknown[] {
  return codeBlocksOf(page, 'yaml').flatMap(block =>
    parseAllDocuments(block).map(document => {
      const [error] = document.errors;
      if (error) throw new Error(`${page.file}: ${error.message}\n${block}`);
      return document.toJS();
    }),
  );
}

/** Targets of links and pictures. */
export function linksOf(page: Page): string[] {
  return [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to]) => to);
}

/** The anchors of its headings, as GitHub and TechDocs make them. */
export function anchorsOf(page: Page): string[] {
  return [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}
