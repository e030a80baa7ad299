import { createServer, IncomingMessage, Server } from 'node:http';
import { AddressInfo } from 'node:net';

import type { ProvisionPlan } from 'backstage-plugin-service-secrets-common';

import { exampleRequest } from '../actions/exampleRequest';

/** What the fake was asked. */
export interface Asked {
  readonly path: string;
  readonly body: unknown;
  readonly authorization?: string;
}

/** An answer: a status and a body, or silence. */
export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly raw?: string;
  readonly silent?: boolean;
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

/** A real HTTP server with the routes of the backend plugin, for tests. It notes whatever it is asked. */
export class FakeBackend {
  readonly asked: Asked[] = [];
  private readonly answers = new Map<string, Answer[]>();
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      void this.answer(request).then(({ status = 200, body, raw, silent }) => {
        if (silent) return;
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(raw ?? JSON.stringify(body));
      });
    });
  }

  /** Answers of one route in their order; the last one stays. */
  says(route: string, ...answers: Answer[]): this {
    this.answers.set(`/v1/provision/${route}`, answers);
    return this;
  }

  /** Paths of the requests so far, without their common beginning. */
  get routes(): string[] {
    return this.asked.map(({ path }) => path.replace('/v1/provision/', ''));
  }

  /** Where it listens; starts it when it does not yet. */
  async url(): Promise<string> {
    if (!this.server.listening) {
      await new Promise<void>(resolve => {
        this.server.listen(0, '127.0.0.1', resolve);
      });
    }
    // A listening TCP server has an address with a port.
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    if (!this.server.listening) return;
    this.server.closeAllConnections();
    await new Promise(resolve => {
      this.server.close(resolve);
    });
  }

  private async answer(request: IncomingMessage): Promise<Answer> {
    const path = request.url ?? '';
    const { authorization } = request.headers;
    this.asked.push({ path, body: await bodyOf(request), authorization });
    const answers = this.answers.get(path) ?? [];
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    return answer ?? { status: 404, body: {} };
  }
}

/** A Backstage error as the backend plugin answers it. */
export function anError(status: number, message: string): Answer {
  return {
    status,
    body: {
      error: { name: 'Error', message },
      response: { statusCode: status },
    },
  };
}

export const aDigest = 'a'.repeat(64);

/** A plan with one object of each fate but a conflict. */
export function aPlan(overrides: Partial<ProvisionPlan> = {}): ProvisionPlan {
  return {
    entityRef: exampleRequest.entityRef,
    environment: 'production',
    mode: 'apply',
    digest: aDigest,
    changes: [
      {
        kind: 'policy',
        path: 'sys/policies/acl/svc-demo-grades.grade-export',
        action: 'create',
        fields: [],
      },
      {
        kind: 'database-role',
        path: 'database/roles/svc-demo-grades.grade-export.read-write',
        action: 'update',
        fields: [{ field: 'max_ttl', from: '12h', to: '24h' }],
      },
      {
        kind: 'auth-role',
        path: 'auth/kubernetes/role/svc-demo-grades.grade-export',
        action: 'unchanged',
        fields: [],
      },
    ],
    files: [{ path: 'service.yaml', content: 'kind: Deployment\n' }],
    notes: ['The pods log in with the audience vault.'],
    ...overrides,
  };
}
