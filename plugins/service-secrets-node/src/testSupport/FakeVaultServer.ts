import type { ServerResponse } from 'node:http';

import {
  SeenRequest,
  sendJson,
  startHttpServer,
  TestServer,
} from './startHttpServer';

type Route = (request: SeenRequest, response: ServerResponse) => void;

/** A server that speaks as Vault on the paths a test gives it, and 404 elsewhere. */
export class FakeVaultServer {
  readonly routes = new Map<string, Route>();
  private server?: TestServer;

  async start(): Promise<string> {
    this.server = await startHttpServer((request, response) => {
      const route = this.routes.get(`${request.method} ${request.url}`);
      if (route) route(request, response);
      else sendJson(response, 404, { errors: [] });
    });
    return this.server.origin;
  }

  json(line: string, status: number, body?: unknown): void {
    this.routes.set(line, (_, response) => sendJson(response, status, body));
  }

  get requests(): readonly SeenRequest[] {
    return this.server?.requests ?? [];
  }

  connections(): number {
    return this.server?.connections() ?? 0;
  }

  count(line: string): number {
    return this.requests.filter(
      ({ method, url }) => `${method} ${url}` === line,
    ).length;
  }

  async stop(): Promise<void> {
    await this.server?.stop();
  }
}
