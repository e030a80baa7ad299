import { createServer, IncomingMessage, request, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

import { build } from 'esbuild';

const page = `<!doctype html><html><head><link rel="stylesheet" href="/page.css"></head>
<body><div id="root"></div><script src="/page.js"></script></body></html>`;

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** A page of a plugin's `dev` folder as one script and one style sheet, by their extensions. */
export async function bundlePage(
  root: string,
  entry: string,
): Promise<Map<string, string>> {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, entry)],
    bundle: true,
    write: false,
    outdir: '/',
    minify: true,
    jsx: 'automatic',
    define: {
      'process.env.NODE_ENV': '"production"',
      'process.env': '{}',
      global: 'window',
    },
    loader: {
      '.woff2': 'dataurl',
      '.woff': 'dataurl',
      '.svg': 'dataurl',
      '.png': 'dataurl',
    },
  });
  return new Map(outputFiles.map(file => [path.extname(file.path), file.text]));
}

/** Hands a request below `/api/` on, so that page and backend have one origin. */
function forward(
  incoming: IncomingMessage,
  backend: string,
): ReturnType<typeof request> {
  const { method, headers, url } = incoming;
  const target = new URL(url ?? '/', backend);
  const { host: _host, ...rest } = headers;
  const onward = request(target, { method, headers: rest });
  incoming.pipe(onward);
  return onward;
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // A listening TCP server has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}/`;
}

/** Serves a bundled page on a free port of the loopback interface, and a backend below `/api/` when there is one. */
export async function servePage(
  files: ReadonlyMap<string, string>,
  backend?: string,
): Promise<{ url: string; close: () => void }> {
  const server = createServer((incoming, response) => {
    const { pathname } = new URL(incoming.url ?? '/', 'http://page');
    if (backend && pathname.startsWith('/api/')) {
      forward(incoming, backend)
        .on('response', answer => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
        })
        .on('error', () => response.destroy());
      return;
    }
    const extension = path.extname(pathname);
    response.setHeader('content-type', types[extension] ?? 'text/html');
    response.end(files.get(extension) ?? page);
  });
  const url = await listen(server);
  return {
    url,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
