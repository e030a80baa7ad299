import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import fs from 'fs-extra';
import path from 'node:path';

import { createServiceSecretsActions } from '../actions';
import { Reach } from '../client/asInitiator';
import { FakeBackend } from './FakeBackend';

/** The token the actions get; it must appear nowhere but in the header. */
export const canaryToken = 'canary-token-of-the-initiator';

/** One of our actions, against the fake. */
export function anAction(id: string, baseUrl: string) {
  const reach: Reach = {
    auth: {
      ...mockServices.auth(),
      getPluginRequestToken: async ({ onBehalfOf, targetPluginId }) => {
        expect(onBehalfOf).toEqual(mockCredentials.user('user:default/guest'));
        expect(targetPluginId).toBe('service-secrets');
        return { token: canaryToken };
      },
    },
    discovery: mockServices.discovery.mock({ getBaseUrl: async () => baseUrl }),
  };
  const action = createServiceSecretsActions(reach).find(a => a.id === id);
  if (!action) throw new Error(`There is no action ${id}`);
  return action;
}

/** Checkpoints as the scaffolder keeps them: a second run of the same task finds the first one's. */
export type Checkpoints = Map<string, unknown>;

interface RunOptions {
  readonly backend: FakeBackend;
  readonly isDryRun?: boolean;
  readonly checkpoints?: Checkpoints;
  readonly signal?: AbortSignal;
}

function aLogger() {
  const lines: string[] = [];
  const log = (message: string) => lines.push(...message.split('\n'));
  const logger = mockServices.logger.mock({
    info: log,
    warn: log,
    error: log,
    debug: log,
  });
  return { lines, logger };
}

/** Runs an action in a workspace of its own and tells all that can be seen of it. */
export async function runAction(
  id: string,
  input: object,
  { backend, isDryRun = false, checkpoints = new Map(), signal }: RunOptions,
) {
  const workspacePath = await fs.mkdtemp(
    path.join(await fs.realpath('/tmp'), `actions-${process.pid}-`),
  );
  const { lines, logger } = aLogger();
  const outputs: Record<string, unknown> = {};
  const ctx = {
    // The helper's type wants the action's input; tests also pass bad ones.
    ...createMockActionContext({ input: input as never, workspacePath }),
    logger,
    isDryRun,
    signal,
    getInitiatorCredentials: async () =>
      mockCredentials.user('user:default/guest'),
    output: (name: string, value: unknown) => {
      outputs[name] = value;
    },
    checkpoint: async ({ key, fn }: { key: string; fn: () => unknown }) => {
      if (!checkpoints.has(key)) checkpoints.set(key, await fn());
      return checkpoints.get(key);
    },
  };
  const url = await backend.url();
  let error: Error | undefined;
  try {
    // The context is the scaffolder's but for the two spies above.
    await anAction(id, url).handler(ctx as never);
  } catch (caught) {
    if (!(caught instanceof Error)) throw caught;
    error = caught;
  }
  const files = new Map<string, string>();
  for (const file of await fs.readdir(workspacePath, { recursive: true })) {
    const full = path.join(workspacePath, file.toString());
    const isFile = (await fs.stat(full)).isFile();
    if (isFile) files.set(file.toString(), await fs.readFile(full, 'utf8'));
  }
  await fs.remove(workspacePath);
  return { outputs, lines, error, files, checkpoints };
}
