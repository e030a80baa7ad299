import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import fs from 'fs-extra';
import { randomUUID } from 'node:crypto';
import path from 'node:path';

const NAME = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
const LONGEST_NAME = 63;
const REPOSITORY = '.git';

async function filesBelow(folder: string, below = ''): Promise<string[]> {
  const entries = await fs.readdir(path.join(folder, below), {
    withFileTypes: true,
  });
  const found: string[] = [];
  for (const entry of entries) {
    const file = path.join(below, entry.name);
    // A repository from a template could bring hooks and filters: ours is made here.
    if (entry.name === REPOSITORY) continue;
    if (entry.isDirectory()) found.push(...(await filesBelow(folder, file)));
    else if (entry.isFile()) found.push(file);
    // The catalog would read what a link points to, wherever that is.
    else
      throw new InputError(
        `${file} is neither a file nor a folder, so it cannot be published; remove it from the template.`,
      );
  }
  return found.sort();
}

/** What a publication is asked for. */
export interface Publication {
  readonly name: string;
  readonly workspace: string;
  /** Keep published files that the workspace does not have. */
  readonly keepOthers?: boolean;
}

/** The folder where the demo publishes services: one folder each, which the catalog watches. */
export class PublishedFolder {
  constructor(private readonly root: string) {}

  /** Where a service is published; a name that could lead elsewhere is refused. */
  pathOf(name: string): string {
    if (name.length > LONGEST_NAME || !NAME.test(name))
      throw new InputError(
        `"${name.slice(
          0,
          LONGEST_NAME,
        )}" is no name of a service; use lower-case letters, digits and inner "-", at most ${LONGEST_NAME} characters.`,
      );
    return resolveSafeChildPath(this.root, name);
  }

  /** What a publication would hold, relative to the workspace. */
  async plan({ name, workspace }: Publication): Promise<string[]> {
    this.pathOf(name);
    const files = await filesBelow(workspace);
    if (files.length === 0)
      throw new InputError(
        `The workspace is empty, so there is nothing to publish as ${name}; add a step that writes files before this one.`,
      );
    return files;
  }

  /** Puts the workspace's files in place of the published ones; the repository of earlier publications stays. */
  async publish(publication: Publication): Promise<string> {
    const { name, workspace, keepOthers } = publication;
    const files = await this.plan(publication);
    const target = this.pathOf(name);
    // The catalog looks at any moment: it shall see the old files or the new ones. It skips names with a dot.
    const next = path.join(this.root, `.${name}-${randomUUID()}`);
    try {
      const kept = keepOthers ? '' : REPOSITORY;
      await fs.ensureDir(next);
      if (await fs.pathExists(path.join(target, kept)))
        await fs.copy(path.join(target, kept), path.join(next, kept));
      for (const file of files)
        await fs.copy(path.join(workspace, file), path.join(next, file));
      await fs.remove(target);
      await fs.move(next, target);
    } finally {
      await fs.remove(next);
    }
    return target;
  }

  /** Answers whether there was anything to take away. */
  async remove(name: string): Promise<boolean> {
    const target = this.pathOf(name);
    if (!(await fs.pathExists(target))) return false;
    await fs.remove(target);
    return true;
  }
}
