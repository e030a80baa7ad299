import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { findChromium } from './chromium';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'chromium-test-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function anExecutable(name: string) {
  const file = path.join(folder, name);
  await writeFile(file, '');
  await chmod(file, 0o755);
  return file;
}

describe('findChromium', () => {
  it('prefers the one CHROMIUM_PATH names', async () => {
    await anExecutable('chromium');
    const named = await anExecutable('my-browser');

    const found = findChromium({ PATH: folder, CHROMIUM_PATH: named });

    await expect(found).resolves.toBe(named);
  });

  it('finds one on the PATH', async () => {
    const chrome = await anExecutable('google-chrome');

    await expect(findChromium({ PATH: folder })).resolves.toBe(chrome);
  });

  it('passes over a file that cannot be executed', async () => {
    await writeFile(path.join(folder, 'chromium'), '');

    await expect(findChromium({ PATH: folder })).resolves.not.toBe(
      path.join(folder, 'chromium'),
    );
  });
});
