import { createServer, IncomingMessage } from 'node:http';

import {
  SandboxAddresses,
  SandboxCommand,
  sandboxCommands,
} from '../start/sandboxProcess';
import type { Demo } from '../start/startDemo';

/** Where a running demo is: all that its tests in another process need. */
export interface DemoAddresses {
  readonly urls: Demo['urls'];
  readonly addresses: SandboxAddresses;
}

/** What of a demo can be shared. */
export interface ShareableDemo {
  readonly urls: Demo['urls'];
  readonly sandbox: Pick<Demo['sandbox'], 'addresses' | 'control'>;
}

/** A demo that other processes may use. */
export interface SharedDemo {
  /** What they are told. */
  readonly url: string;
  close(): Promise<void>;
}

async function readCommand(request: IncomingMessage): Promise<SandboxCommand> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString('utf8');
  const command = sandboxCommands.find(known => known === text);
  if (!command) {
    throw new Error(
      `The demo knows no "${text}"; it knows: ${sandboxCommands.join(', ')}.`,
    );
  }
  return command;
}

async function answer(
  request: IncomingMessage,
  { urls, sandbox }: ShareableDemo,
): Promise<DemoAddresses> {
  if (request.method === 'POST') {
    await sandbox.control(await readCommand(request));
  }
  return { urls, addresses: sandbox.addresses };
}

/** Lets other processes of this machine use a demo: a GET says where it is, a POST commands its sandbox. */
export async function shareDemo(demo: ShareableDemo): Promise<SharedDemo> {
  const server = createServer((request, response) => {
    // Minutes pass between two questions; a kept connection would be closed just when it is used.
    response.setHeader('connection', 'close');
    answer(request, demo).then(
      body => response.end(JSON.stringify(body)),
      (error: Error) => response.writeHead(400).end(error.message),
    );
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The server that shares the demo has no port.');
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise(resolve => {
        server.close(resolve);
      });
    },
  };
}

async function ask(url: string, command?: SandboxCommand): Promise<string> {
  const response = await fetch(
    url,
    command && { method: 'POST', body: command },
  );
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}

/** Where a shared demo is. */
export async function findSharedDemo(url: string): Promise<DemoAddresses> {
  const found: DemoAddresses = JSON.parse(await ask(url));
  return found;
}

/** Commands the sandbox of a shared demo, and waits until it is done. */
export async function controlSharedDemo(
  url: string,
  command: SandboxCommand,
): Promise<void> {
  await ask(url, command);
}
