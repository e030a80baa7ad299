import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { createServiceSecretsActions } from 'backstage-plugin-scaffolder-backend-module-service-secrets';
import {
  annotationDefinitions,
  serviceSecretsPermissions,
} from 'backstage-plugin-service-secrets-common';

import { configurationKeys } from './configurationPage';
import { codeBlocksOf, codeWordsOf, readPages, yamlOf } from './documents';

const root = path.resolve(require.resolve('./documents'), '../../../../..');
const pages = readPages(root);
const words = new Set(pages.flatMap(codeWordsOf));
const textOf = (file: string) => readFileSync(path.join(root, file), 'utf8');
const matching = (pattern: RegExp) =>
  [...words].filter(word => pattern.test(word)).sort();

/** The paths of an object as the configuration's schema spells them. */
function keysIn(value: unknown, at: string): string[] {
  if (Array.isArray(value)) return value.flatMap(item => keysIn(item, at));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const below = `${at}.${key}`;
    return [below, ...keysIn(child, below)];
  });
}

const bare = (key: string) => key.replaceAll('[]', '');

describe('the pages', () => {
  const schema = new Set(configurationKeys().map(({ path: key }) => bare(key)));
  // A duration may be an object, such as `{ minutes: 15 }`.
  const isDuration = (key: string) =>
    /\.(minutes|hours|days|seconds)$/.test(key);
  const unknownKeys = (keys: string[]) =>
    keys.filter(key => !schema.has(bare(key)) && !isDuration(key));

  it.each(pages.map(page => [page.file, page] as const))(
    '%s sets no key of the configuration that the schema lacks',
    (_file, page) => {
      const set = yamlOf(page)
        .flatMap(document => keysIn(document, ''))
        .filter(key => key.startsWith('.serviceSecrets.'))
        .map(key => key.slice(1));
      const told = codeWordsOf(page).filter(word =>
        /^serviceSecrets\.[\w.[\]]+$/.test(word),
      );

      expect(unknownKeys([...set, ...told])).toEqual([]);
    },
  );

  it('speak of no key of a Vault instance, a cluster and the like that the schema lacks', () => {
    const sections = [...schema].map(key => key.split('.')[1]).filter(Boolean);
    const told = matching(/^\w+(\[\])?(\.\w+(\[\])?)+$/).filter(word =>
      sections.some(section => bare(word).startsWith(`${section}.`)),
    );

    expect(told).not.toEqual([]);
    expect(unknownKeys(told.map(word => `serviceSecrets.${word}`))).toEqual([]);
  });

  it('name every permission, and none that is not there', () => {
    expect(
      matching(/^service-secrets\.(report|credential|fleet)\.\w+$/),
    ).toEqual(serviceSecretsPermissions.map(({ name }) => name).sort());
  });

  it('name every metric, and none that nobody counts', () => {
    const metrics = textOf(
      'plugins/service-secrets-backend/src/review/collection/FleetMetrics.ts',
    ).matchAll(/'(service_secrets_\w+)'/g);

    expect(matching(/^service_secrets_/)).toEqual(
      [...metrics].map(([, name]) => name).sort(),
    );
  });

  it('name every tool for AI clients, and none that is not registered', () => {
    const registered = textOf(
      'plugins/service-secrets-backend/src/review/actions/registerActions.ts',
    ).matchAll(/^ {4}name: '([\w-]+)',$/gm);

    expect(matching(/^service-secrets\.(?!io$)[a-z]+-?[a-z]+$/)).toEqual(
      [...registered].map(([, name]) => `service-secrets.${name}`).sort(),
    );
  });

  it('name no action that templates do not have', () => {
    const nowhere = new Proxy({}, {}) as Parameters<
      typeof createServiceSecretsActions
    >[0]; // Nobody is asked.
    const ids = createServiceSecretsActions(nowhere).map(({ id }) => id);
    const inYaml = pages.flatMap(page =>
      [...page.text.matchAll(/action: (service-secrets:\S+)/g)].map(
        ([, id]) => id,
      ),
    );
    const told = matching(/^service-secrets:\w+:\w+$/);

    expect(told).toEqual(expect.arrayContaining(ids));
    expect([...told, ...inYaml].filter(id => !ids.includes(id))).toEqual([]);
  });

  it('tell of every template', () => {
    const folders = readdirSync(path.join(root, 'templates'));
    const provisioning = textOf('docs/provisioning.md');

    expect(
      folders.filter(name => !provisioning.includes(`\n| \`${name}\` `)),
    ).toEqual([]);
  });

  it('spell no annotation that nobody reads or writes', () => {
    const read = Object.values(annotationDefinitions).map(({ key }) => key);
    // The last stands in the first line of a policy, which has no annotations.
    const written = ['entity-ref', 'environment', 'owner'];
    const known: string[] = [...read, ...written];
    const told = pages
      .flatMap(({ text }) => [
        ...text.matchAll(/service-secrets\.io\/([\w-]+)/g),
      ])
      .map(([, name]) => name)
      .filter(name => !known.includes(name));

    expect(told).toEqual([]);
  });
});

describe('the commands on the pages', () => {
  const manifest = (folder: string): { scripts?: Record<string, string> } =>
    JSON.parse(textOf(path.join(folder, 'package.json')));
  const workspaces = new Map(
    ['plugins', 'packages'].flatMap(parent =>
      readdirSync(path.join(root, parent)).map(name => {
        const folder = path.join(parent, name);
        return [JSON.parse(textOf(`${folder}/package.json`)).name, folder];
      }),
    ),
  );
  const commands = pages.flatMap(page =>
    [...codeBlocksOf(page, 'sh'), ...codeWordsOf(page)].flatMap(text =>
      text.split('\n').map(line => line.trim()),
    ),
  );

  it('run scripts of the root that are there', () => {
    const builtIn = [
      'install',
      'workspace',
      'workspaces',
      'add',
      'test',
      'start',
    ];
    const asked = commands.flatMap(
      line => /^(?:yarn|npm(?: run)?) ([a-z][\w:-]*)/.exec(line)?.[1] ?? [],
    );
    const scripts = Object.keys(manifest('.').scripts ?? {});

    expect(asked).not.toEqual([]);
    expect(
      asked.filter(name => ![...scripts, ...builtIn].includes(name)),
    ).toEqual([]);
  });

  it('run scripts of workspaces that have them', () => {
    const asked = commands.flatMap(line => {
      const [, name, script] = /\byarn workspace (\S+) (\S+)/.exec(line) ?? [];
      return name && !name.includes('…') ? [{ name, script }] : [];
    });

    expect(asked).not.toEqual([]);
    expect(
      asked.filter(({ name, script }) => {
        const folder = workspaces.get(name);
        return !folder || !manifest(folder).scripts?.[script];
      }),
    ).toEqual([]);
  });

  it('tell of no environment variable that nobody reads', () => {
    const sources = ['packages/tools', 'packages/sandbox', 'app-config.yaml']
      .flatMap(at =>
        at.endsWith('.yaml')
          ? [at]
          : readdirSync(path.join(root, at), { recursive: true })
              .map(file => path.join(at, String(file)))
              .filter(
                file => /\.(ts|mjs)$/.test(file) && !/node_modules/.test(file),
              ),
      )
      .filter(file => existsSync(path.join(root, file)))
      .map(textOf)
      .join('\n');
    const told = matching(/^(SANDBOX|VAULT|APP|BACKEND|KUBEBUILDER)_[A-Z_]+$/);

    expect(told).not.toEqual([]);
    expect(told.filter(name => !sources.includes(name))).toEqual([]);
  });
});
