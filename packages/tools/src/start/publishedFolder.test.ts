import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { parse } from 'yaml';

import { preparePublishedFolder } from './publishedFolder';

let parent: string;

beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), 'published-folder-'));
});

afterEach(() => rm(parent, { recursive: true, force: true }));

describe('preparePublishedFolder', () => {
  it('leaves only the location, which may find nothing, where an earlier run published', async () => {
    const folder = path.join(parent, 'published');
    await mkdir(path.join(folder, 'orders-export'), { recursive: true });

    await preparePublishedFolder(folder);

    expect(await readdir(folder)).toEqual(['location.yaml']);
    const text = await readFile(path.join(folder, 'location.yaml'), 'utf8');
    expect(parse(text)).toMatchObject({
      kind: 'Location',
      spec: { presence: 'optional', targets: ['./*/catalog-info.yaml'] },
    });
  });
});
