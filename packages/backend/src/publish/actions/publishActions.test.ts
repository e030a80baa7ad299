import { createMockDirectory } from '@backstage/backend-test-utils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import fs from 'fs-extra';
import { execFileSync } from 'node:child_process';
import path from 'node:path';

import { createPublishFolderAction } from './publishFolder';
import { PublishedFolder } from '../PublishedFolder';
import { createUnpublishFolderAction } from './unpublishFolder';

const directory = createMockDirectory();
const published = directory.resolve('published');
const workspace = directory.resolve('workspace');
const folder = new PublishedFolder(published);
const publish = createPublishFolderAction(folder);
const unpublish = createUnpublishFolderAction(folder);

const entity = 'kind: Component\n';

beforeEach(() =>
  directory.setContent({
    'workspace/catalog-info.yaml': entity,
    'workspace/src/main.js': 'run()\n',
  }),
);

async function run(
  input: { name: string; keepOthers?: boolean },
  isDryRun = false,
) {
  const output = jest.fn();
  await publish.handler({
    ...createMockActionContext({ input, workspacePath: workspace }),
    user: { ref: 'user:default/ada' },
    output,
    input,
    isDryRun,
  });
  return Object.fromEntries(output.mock.calls);
}

const log = (name: string) =>
  execFileSync('git', ['log', '--format=%an: %s'], {
    cwd: path.join(published, name),
    encoding: 'utf8',
  }).trim();

const readable = (name: string, file: string) =>
  fs.readFile(path.join(published, name, file), 'utf8');

describe('demo:publish:folder', () => {
  it('copies the workspace and commits it when it is published for the first time', async () => {
    const output = await run({ name: 'orders-export' });

    expect(output).toEqual({
      folder: path.join(published, 'orders-export'),
      files: ['catalog-info.yaml', path.join('src', 'main.js')],
      commit: expect.stringMatching(/^[0-9a-f]{40}$/),
    });
    await expect(readable('orders-export', 'src/main.js')).resolves.toBe(
      'run()\n',
    );
    expect(log('orders-export')).toBe(
      'user:default/ada: Publish orders-export',
    );
  });

  it('adds a commit and drops files that are gone when it is published again', async () => {
    await run({ name: 'a' });
    await fs.remove(path.join(workspace, 'src'));

    await run({ name: 'a' });

    expect(log('a').split('\n')).toHaveLength(2);
    await expect(fs.pathExists(path.join(published, 'a/src'))).resolves.toBe(
      false,
    );
  });

  it('makes no commit when nothing changed', async () => {
    await run({ name: 'a' });

    expect(await run({ name: 'a' })).not.toHaveProperty('commit');
    expect(log('a').split('\n')).toHaveLength(1);
  });

  it('keeps the other files when it is told to', async () => {
    await run({ name: 'a' });
    await fs.remove(path.join(workspace, 'src'));
    await fs.writeFile(path.join(workspace, 'new.yaml'), 'a: 1\n');

    await run({ name: 'a', keepOthers: true });

    await expect(readable('a', 'src/main.js')).resolves.toBe('run()\n');
    await expect(readable('a', 'new.yaml')).resolves.toBe('a: 1\n');
  });

  it('writes nothing in a dry run', async () => {
    const output = await run({ name: 'a' }, true);

    expect(output.files).toHaveLength(2);
    await expect(fs.pathExists(published)).resolves.toBe(false);
  });

  it.each([
    '../a',
    'a/b',
    '..',
    '.',
    '',
    'A',
    'a_b',
    'a.b',
    '-a',
    'a\n',
    'a'.repeat(64),
  ])('refuses the name %j and writes nothing', async name => {
    await expect(run({ name })).rejects.toThrow('is no name of a service');
    await expect(fs.pathExists(published)).resolves.toBe(false);
  });

  it('refuses a link, because the catalog would read what it points to', async () => {
    await fs.symlink('/etc/hostname', path.join(workspace, 'link.yaml'));

    await expect(run({ name: 'a' })).rejects.toThrow(
      'link.yaml is neither a file nor a folder',
    );
    await expect(fs.pathExists(path.join(published, 'a'))).resolves.toBe(false);
  });

  it('leaves a repository of the workspace behind, because it could bring hooks', async () => {
    const hook = path.join(workspace, '.git/hooks/pre-commit');
    await fs.outputFile(hook, '#!/bin/sh\nexit 1\n', { mode: 0o755 });

    await expect(run({ name: 'a' })).resolves.toHaveProperty('commit');
  });

  it('says that the workspace is empty', async () => {
    await fs.emptyDir(workspace);

    await expect(run({ name: 'a' })).rejects.toThrow('nothing to publish as a');
  });
});

describe('demo:unpublish:folder', () => {
  async function remove(name: string, isDryRun = false) {
    const output = jest.fn();
    const input = { name };
    await unpublish.handler({
      ...createMockActionContext({ input }),
      output,
      input,
      isDryRun,
    });
    return Object.fromEntries(output.mock.calls);
  }

  it('removes what was published, and says when there was nothing', async () => {
    await run({ name: 'a' });

    expect(await remove('a')).toEqual({ removed: true });
    expect(await remove('a')).toEqual({ removed: false });
    await expect(fs.readdir(published)).resolves.toEqual([]);
  });

  it('removes nothing in a dry run', async () => {
    await run({ name: 'a' });
    await remove('a', true);

    await expect(readable('a', 'catalog-info.yaml')).resolves.toBe(entity);
  });

  it('refuses a name that leads elsewhere', async () => {
    await expect(remove('../workspace')).rejects.toThrow('is no name');
    await expect(fs.pathExists(workspace)).resolves.toBe(true);
  });
});
