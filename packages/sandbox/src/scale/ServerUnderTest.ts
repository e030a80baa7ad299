import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

import { z } from 'zod';

import { KubernetesClient } from '../controllers/client/KubernetesClient';
import { VaultClient } from '../controllers/client/VaultClient';

const addressSchema = z.object({
  vault: z.object({ address: z.string(), token: z.string() }),
  kubernetes: z.object({ url: z.string(), ca: z.string(), token: z.string() }),
});
const memorySchema = z.object({ rss: z.number() });

/** The next message of a shape; the loader of TypeScript sends some of its own. */
function nextMessage<T>(child: ChildProcess, schema: z.ZodType<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('The servers ended by themselves.'));
    const read = (message: unknown) => {
      const { data } = schema.safeParse(message);
      if (data === undefined) return;
      child.off('message', read);
      child.off('exit', ended);
      resolve(data);
    };
    child.on('message', read);
    child.once('exit', ended);
  });
}

/** The two servers in a process of their own, and clients for them. */
export class ServerUnderTest {
  private constructor(
    private readonly child: ChildProcess,
    private readonly vault: { client: VaultClient; token: string },
    readonly kubernetes: KubernetesClient,
  ) {}

  static async start(): Promise<ServerUnderTest> {
    const child = fork(require.resolve('./server.ts'), [], {
      execArgv: [...process.execArgv, '--expose-gc'],
    });
    const { vault, kubernetes } = await nextMessage(child, addressSchema);
    const { token, ...place } = kubernetes;
    return new ServerUnderTest(
      child,
      { client: new VaultClient(vault.address), token: vault.token },
      new KubernetesClient({ ...place, token: () => token }),
    );
  }

  /** Resident memory after a garbage collection, in MiB. */
  async memory(): Promise<number> {
    const answered = nextMessage(this.child, memorySchema);
    this.child.send('memory');
    return (await answered).rss / 2 ** 20;
  }

  /** A read as the root token. */
  async call(method: 'GET' | 'LIST' | 'PUT', path_: string, body?: object) {
    return this.vault.client.call({
      method,
      path: path_,
      token: this.vault.token,
      body: body && { ...body },
    });
  }

  async stop(): Promise<void> {
    this.vault.client.close();
    this.kubernetes.close();
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }
}
