import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { parse } from 'yaml';
import { z } from 'zod';

const text = z.string().optional();
const kubeconfigSchema = z.looseObject({
  'current-context': z.string(),
  contexts: z.array(
    z.looseObject({
      name: z.string(),
      context: z.looseObject({ cluster: z.string(), user: z.string() }),
    }),
  ),
  clusters: z.array(
    z.looseObject({
      name: z.string(),
      cluster: z.looseObject({
        server: z.string(),
        'certificate-authority': text,
        'certificate-authority-data': text,
      }),
    }),
  ),
  users: z.array(
    z.looseObject({
      name: z.string(),
      user: z.looseObject({
        token: text,
        tokenFile: text,
        'client-certificate': text,
        'client-certificate-data': text,
        'client-key': text,
        'client-key-data': text,
      }),
    }),
  ),
});

/** How a kubeconfig's current context reaches its cluster. */
export interface ClusterAccess {
  readonly url: string;
  readonly caPem: string;
  readonly token?: string;
  readonly cert?: string;
  readonly key?: string;
}

function select<T extends { name: string }>(
  items: readonly T[],
  name: string,
  what: string,
): T {
  const found = items.find(item => item.name === name);
  if (!found) throw new Error(`it has no ${what} named "${name}"`);
  return found;
}

/** A PEM that stands in the file itself, or in another one beside it. */
async function pem(
  folder: string,
  data: string | undefined,
  file: string | undefined,
): Promise<string | undefined> {
  if (data !== undefined) return Buffer.from(data, 'base64').toString();
  return file && readFile(path.resolve(folder, file), 'utf8');
}

async function accessOf(file: string): Promise<ClusterAccess> {
  const config = kubeconfigSchema.parse(parse(await readFile(file, 'utf8')));
  const folder = path.dirname(file);
  const { context } = select(
    config.contexts,
    config['current-context'],
    'context',
  );
  const { cluster } = select(config.clusters, context.cluster, 'cluster');
  const { user } = select(config.users, context.user, 'user');
  const cert = await pem(
    folder,
    user['client-certificate-data'],
    user['client-certificate'],
  );
  const key = await pem(folder, user['client-key-data'], user['client-key']);
  const caPem = await pem(
    folder,
    cluster['certificate-authority-data'],
    cluster['certificate-authority'],
  );
  const token =
    user.token ?? (user.tokenFile && (await readFile(user.tokenFile, 'utf8')));
  if (!caPem) throw new Error('its cluster has no certificate authority');
  if (!token && !(cert && key))
    throw new Error(
      'its user has neither a token nor a client certificate with its key; logins by exec or an auth provider are not supported',
    );
  return { url: cluster.server, caPem, token: token?.trim(), cert, key };
}

/** Reads the current context of a kubeconfig. */
export async function readKubeconfig(file: string): Promise<ClusterAccess> {
  try {
    return await accessOf(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`SANDBOX_KUBECONFIG=${file} cannot be used: ${why}.`, {
      cause: error,
    });
  }
}
