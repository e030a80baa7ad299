import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(require.resolve('./documents'), '../../../../..');
const textOf = (file: string) => readFileSync(path.join(root, file), 'utf8');

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly files: readonly string[];
  readonly configSchema?: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly repository: { readonly directory: string };
}

const packages = readdirSync(path.join(root, 'plugins')).map(name => {
  const folder = `plugins/${name}`;
  const manifest: Manifest = JSON.parse(textOf(`${folder}/package.json`));
  return { folder, manifest, name: manifest.name };
});

describe('a package that others install', () => {
  it.each(packages)(
    '$name brings the licence of the repository',
    ({ folder }) => {
      expect(textOf(`${folder}/LICENSE`)).toBe(textOf('LICENSE'));
    },
  );

  it.each(packages)(
    '$name has a readme that leads to this repository',
    ({ folder, name }) => {
      const readme = textOf(`${folder}/README.md`);

      expect(readme).toContain(`# ${name}\n`);
      expect(readme).toContain('## Install');
      expect(readme).toContain(
        'https://github.com/service-secrets/backstage-plugin-service-secrets',
      );
      // A registry shows the readme without the repository around it.
      expect(readme).not.toMatch(/\]\(\.\.?\//);
    },
  );

  it.each(packages)(
    '$name packs what it reads when it runs',
    ({ folder, manifest }) => {
      const needed = ['dist', manifest.configSchema ?? 'dist'];
      if (existsSync(path.join(root, folder, 'migrations'))) {
        needed.push('migrations');
      }

      expect(manifest.files).toEqual(expect.arrayContaining(needed));
      expect(manifest.repository.directory).toBe(folder);
      expect(manifest.private).toBeUndefined();
    },
  );

  it.each(packages)(
    '$name has a reason on record for each library that is not of Backstage',
    ({ manifest }) => {
      const reasons =
        textOf('docs/decisions/0011-libraries.md') +
        textOf('docs/decisions/0007-vendor-sdk-one-door.md');
      // What they are called there.
      const missing = Object.keys(manifest.dependencies).filter(
        name =>
          !/^(@backstage\/|backstage-plugin-)/.test(name) &&
          !reasons.includes(name),
      );

      expect(missing).toEqual([]);
    },
  );
});
