import { access, constants } from 'node:fs/promises';
import path from 'node:path';

import { runCommand } from './runCommand';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
];

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** The Chromium to drive: CHROMIUM_PATH, or the first one on the PATH. */
export async function findChromium(
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  const folders = (env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const candidates = [
    ...(env.CHROMIUM_PATH ? [env.CHROMIUM_PATH] : []),
    ...names.flatMap(name => folders.map(folder => path.join(folder, name))),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
  for (const candidate of candidates) {
    if (await isExecutable(candidate)) return candidate;
  }
  return undefined;
}

async function mayInstall(): Promise<boolean> {
  return process.getuid?.() === 0 && (await isExecutable('/usr/bin/apt-get'));
}

async function installWithApt(cwd: string): Promise<void> {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await runCommand('apt-get', ['update', '-qq'], { cwd, env });
  const args = ['install', '-y', '-qq', '--no-install-recommends', 'chromium'];
  const code = await runCommand('apt-get', args, { cwd, env });
  if (code !== 0) {
    throw new Error(`apt-get could not install chromium (exit ${code}).`);
  }
}

/** Makes sure that the browser tests have a browser; on Debian as root it installs one. */
export async function ensureChromium(cwd: string): Promise<string> {
  const present = await findChromium(process.env);
  if (present) return present;

  if (await mayInstall()) {
    await installWithApt(cwd);
    const installed = await findChromium(process.env);
    if (installed) return installed;
  }
  throw new Error(
    'The browser tests need Chromium or Chrome. Install it (Debian, Ubuntu: `sudo apt-get install chromium`; ' +
      'macOS: `brew install --cask chromium`), or set CHROMIUM_PATH to its executable.',
  );
}
