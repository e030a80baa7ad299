import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A way to a Vault that counts what is asked of it. */
export interface CountingProxy {
  readonly address: string;
  /** Requests since the last call. */
  takeCount(): number;
  close(): void;
}

/** Passes every request on to `address`, on a free port of the loopback interface. */
export async function startCountingProxy(
  address: string,
): Promise<CountingProxy> {
  let count = 0;
  const server = createServer((incoming, response) => {
    count += 1;
    const { method, headers, url } = incoming;
    const onward = request(
      new URL(url ?? '/', address),
      { method, headers },
      answer => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // A listening TCP server has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    takeCount() {
      const taken = count;
      count = 0;
      return taken;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
