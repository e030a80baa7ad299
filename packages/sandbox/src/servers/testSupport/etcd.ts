import { createServer } from 'node:http';
import { parseArgs } from 'node:util';

const string = { type: 'string' } as const;

/** Stands in for etcd where the real one cannot be had: health, version, and one table in memory. */
function main(): void {
  const { values } = parseArgs({
    options: {
      'data-dir': string,
      'listen-client-urls': string,
      'advertise-client-urls': string,
      'listen-peer-urls': string,
      'unsafe-no-fsync': { type: 'boolean' },
    },
  });
  const { port, hostname } = new URL(values['listen-client-urls'] ?? '');
  const table = new Map<string, string>();
  const answers: Partial<Record<string, (body: string) => object>> = {
    '/health': () => ({ health: 'true' }),
    '/version': () => ({ etcdserver: '3.0.0-stand-in' }),
    '/v3/kv/put': body => {
      const { key, value } = JSON.parse(body);
      table.set(key, value);
      return {};
    },
    '/v3/kv/range': body => {
      const { key } = JSON.parse(body);
      return { kvs: [{ key, value: table.get(key) }] };
    },
  };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', chunk => {
      body += String(chunk);
    });
    request.on('end', () => {
      const answer = answers[request.url ?? ''];
      response.statusCode = answer ? 200 : 404;
      response.end(JSON.stringify(answer ? answer(body) : {}));
    });
  });
  server.listen(Number(port), hostname);
}

main();
