import { request } from 'node:http';

/** What is called: any Vault whose address and root token are known. */
type CalledServer = { readonly address: string; readonly rootToken: string };

/** What came back: status, headers and parsed body. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  // Tests look into bodies of many shapes; each expectation checks what it reads.
  readonly body: Record<string, never>;
}

/** Calls a server the way curl would: any verb, any body. */
export class VaultCaller {
  constructor(
    private readonly server: CalledServer,
    private readonly token = server.rootToken,
  ) {}

  as(token: string): VaultCaller {
    return new VaultCaller(this.server, token);
  }

  send(
    method: string,
    path: string,
    options: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    const { body } = options;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const outgoing = request(
        `${this.server.address}/v1/${path}`,
        {
          method,
          headers: { 'X-Vault-Token': this.token, ...options.headers },
        },
        response => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const received = Buffer.concat(chunks).toString();
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text: received,
              body: received.startsWith('{') ? JSON.parse(received) : {},
            });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(text);
    });
  }

  read(path: string): Promise<Answer> {
    return this.send('GET', path);
  }

  list(path: string): Promise<Answer> {
    return this.send('GET', `${path}?list=true`);
  }

  write(path: string, body: unknown = {}): Promise<Answer> {
    return this.send('POST', path, { body });
  }

  remove(path: string): Promise<Answer> {
    return this.send('DELETE', path);
  }
}
