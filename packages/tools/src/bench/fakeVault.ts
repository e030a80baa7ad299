/**
 * A Vault that costs almost nothing, in a process of its own, so that a
 * measurement shows the client. Raw sockets: Node's HTTP server refuses LIST.
 */
import { createServer, Socket } from 'node:net';

const HEAD_END = '\r\n\r\n';

function reply(status: string, body: string): string {
  return [
    `HTTP/1.1 ${status}`,
    'Cache-Control: no-store',
    'Content-Type: application/json',
    'Strict-Transport-Security: max-age=31536000; includeSubDomains',
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}

function envelope(data: unknown): string {
  return JSON.stringify({
    request_id: '0f2b1c1e-5f5e-4f39-9f2f-1a2b3c4d5e6f',
    lease_id: '',
    renewable: false,
    lease_duration: 0,
    data,
    wrap_info: null,
    warnings: null,
    auth: null,
  });
}

const issued = Date.now();

function lease(id: string): string {
  return envelope({
    id,
    issue_time: new Date(issued).toISOString(),
    expire_time: new Date(issued + 3_600_000).toISOString(),
    last_renewal: null,
    renewable: true,
    ttl: 3600,
  });
}

const lists = new Map<string, string>();

/** `LIST …/creds/bench-1000` answers 1,000 ids. */
function leaseList(path: string): string {
  const known = lists.get(path);
  if (known) return known;
  const count = Number(/bench-(\d+)/.exec(path)?.[1] ?? 0);
  const keys = Array.from(
    { length: count },
    (_, index) => `Lease${String(index).padStart(19, '0')}`,
  );
  const made = reply('200 OK', envelope({ keys }));
  lists.set(path, made);
  return made;
}

const token = reply(
  '200 OK',
  envelope({
    id: 'bench',
    accessor: 'bench',
    policies: ['bench'],
    path: 'auth/token/create',
    display_name: 'token',
    ttl: 0,
    renewable: false,
    type: 'service',
  }),
);

function answer(head: string, body: string): string {
  const [, path = ''] = head.split(' ', 2);
  if (path.startsWith('/v1/sys/leases/lookup/')) return leaseList(path);
  if (path === '/v1/sys/leases/lookup') {
    const { lease_id: id }: { lease_id: string } = JSON.parse(body);
    return reply('200 OK', lease(id));
  }
  if (path.startsWith('/v1/auth/token/')) return token;
  return reply('404 Not Found', '{"errors":[]}');
}

function serve(socket: Socket): void {
  let pending = '';
  socket.setNoDelay(true);
  socket.setEncoding('utf8');
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: string) => {
    pending += chunk;
    for (;;) {
      const end = pending.indexOf(HEAD_END);
      if (end < 0) return;
      const head = pending.slice(0, end);
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      const start = end + HEAD_END.length;
      if (pending.length < start + length) return;
      socket.write(answer(head, pending.slice(start, start + length)));
      pending = pending.slice(start + length);
    }
  });
}

const server = createServer(serve);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') {
    console.log(`FAKE_VAULT http://127.0.0.1:${address.port}`);
  }
});
