import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import {
  isObject,
  objectOf,
  objectsOf,
  textOf,
  type JsonObject,
} from './api/json';
import { startKubernetes, type KubernetesServer } from './startKubernetes';
import { callApi, type Answer } from './testSupport/callApi';

// A path to a JSON array of exchanges with a real server: name, request, response.
const truthPath = process.env.SANDBOX_KUBERNETES_TRUTH;

/** Deliberate differences, each with its reason. */
const accepted: Record<string, string> = {
  version: 'the sandbox tells its own version',
  groups: 'fewer groups',
  'aggregated discovery of groups': 'fewer groups',
  'aggregated discovery of core': 'fewer resources',
  'resources of core v1': 'fewer resources',
  'watch from nothing sends the state first':
    'the recorded server waited for a revision its old etcd did not report',
  'streaming list':
    'the recorded server had an etcd without progress requests; here the list is streamed',
  'change an immutable pod field': 'no diff of Go structs in the message',
};

const volatile: Record<string, unknown> = {
  uid: 'UID',
  resourceVersion: 'RV',
  description: '…',
  continue: 'MORE',
  token: 'TOKEN',
  serverAddress: 'ADDRESS',
};

/** A value without what differs from run to run. */
function normal(value: unknown, member = ''): unknown {
  if (Array.isArray(value)) return value.map(item => normal(item));
  if (isObject(value))
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, item]) => [name, normal(item, name)]),
    );
  if (typeof value !== 'string') return value;
  if (value !== '' && member in volatile) return volatile[member];
  return value
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'TIME')
    .replace(/[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}/g, 'UID')
    .replace(/\bweb-[a-z0-9]{5}\b/g, 'web-XXXXX')
    .replace(/^\d+s$/, 'AGE');
}

class Replay {
  readonly #tokens = new Map<string, string>();
  #podName = 'web-wthnq';
  #continue = '';

  constructor(private readonly server: KubernetesServer) {}

  async run(exchange: JsonObject): Promise<Answer> {
    const name = textOf(exchange.name);
    await this.#prepare(name);
    const asked = objectOf(exchange.request);
    const later = name.startsWith('watch: modify')
      ? this.#changeWhileWatched()
      : Promise.resolve();
    const answer = await callApi(this.server, {
      method: textOf(asked.method),
      path: await this.#path(textOf(asked.path)),
      headers: this.#headers(name, asked),
      body: await this.#body(name, asked.body),
    });
    await later;
    this.#remember(name, answer);
    return answer;
  }

  #headers(name: string, asked: JsonObject): Record<string, string> {
    const headers: Record<string, string> = {};
    if (asked.accept) headers.accept = textOf(asked.accept);
    if (asked.contentType) headers['content-type'] = textOf(asked.contentType);
    const token = this.#tokenFor(name, textOf(asked.as));
    if (token) headers.authorization = `Bearer ${token}`;
    return headers;
  }

  #tokenFor(name: string, as: string): string {
    if (as === 'admin') return this.server.adminToken;
    if (as === 'nobody') return '';
    if (name === 'bad token') return 'bad';
    const isVaults =
      name === 'service account token of another audience used here';
    return this.#tokens.get(isVaults ? 'vault' : 'own') ?? '';
  }

  async #path(path: string): Promise<string> {
    const revised = path
      .replaceAll('web-wthnq', this.#podName)
      .replace(/continue=eyJ[^&]*/, `continue=${this.#continue}`);
    if (!/resourceVersion=\d{2,}/.test(revised)) return revised;
    const list = await callApi(this.server, {
      method: 'GET',
      path: '/api/v1/namespaces',
      headers: { authorization: `Bearer ${this.server.adminToken}` },
      body: '',
    });
    const now = textOf(objectOf(objectOf(list.body).metadata).resourceVersion);
    return revised.replace(/resourceVersion=\d+/, `resourceVersion=${now}`);
  }

  async #body(name: string, body: unknown): Promise<string> {
    if (body === undefined) return '';
    if (typeof body === 'string') return body;
    const isVaults = name.includes('of a vault token');
    const token = this.#tokens.get(isVaults ? 'vault' : 'own') ?? '';
    const text = JSON.stringify(body)
      .replaceAll('<service account JWT>', token)
      .replaceAll('web-wthnq', this.#podName);
    if (!['update', 'update with a stale version'].includes(name)) return text;
    const { uid, resourceVersion } = this.#created;
    const copy = objectOf(JSON.parse(text));
    copy.metadata = { ...objectOf(copy.metadata), uid, resourceVersion };
    return JSON.stringify(copy);
  }

  #created: JsonObject = {};

  #remember(name: string, answer: Answer): void {
    const body = objectOf(answer.body);
    const metadata = objectOf(body.metadata);
    const token = textOf(objectOf(body.status).token);
    if (name === 'token request') this.#tokens.set('own', token);
    if (name === 'token request with a vault audience')
      this.#tokens.set('vault', token);
    if (name === 'create deployment') this.#created = metadata;
    if (name === 'create pod') this.#podName = textOf(metadata.name);
    if (name === 'page 1') this.#continue = textOf(metadata.continue);
  }

  async #admin(
    method: string,
    path: string,
    { body, type = 'application/json' }: { body?: unknown; type?: string } = {},
  ) {
    return callApi(this.server, {
      method,
      path,
      headers: {
        authorization: `Bearer ${this.server.adminToken}`,
        'content-type': type,
      },
      body: body === undefined ? '' : JSON.stringify(body),
    });
  }

  // What happened between the recorded exchanges.
  async #prepare(name: string): Promise<void> {
    if (name === 'all namespaces')
      await this.#admin(
        'POST',
        '/apis/apps/v1/namespaces/default/deployments?fieldManager=kubectl-create',
        {
          body: deployment('web', 1, {
            metadata: { labels: { app: 'web' } },
            spec: { containers: [{ name: 'nginx', image: 'nginx' }] },
          }),
        },
      );
    if (name === 'delete object that has a finalizer')
      await this.#admin(
        'PATCH',
        '/apis/apps/v1/namespaces/team-a/deployments/applied',
        {
          body: { metadata: { finalizers: ['example.com/x'] } },
          type: 'application/merge-patch+json',
        },
      );
  }

  async #changeWhileWatched(): Promise<void> {
    await new Promise(resolve => setTimeout(resolve, 1000));
    const path = '/apis/apps/v1/namespaces/team-a/deployments';
    await this.#admin('PATCH', `${path}/web`, {
      body: { spec: { replicas: 5 } },
      type: 'application/merge-patch+json',
    });
    const body = deployment('watched', 2, {
      metadata: {
        labels: { app: 'watched' },
        annotations: {
          'vault.hashicorp.com/agent-inject': 'true',
          'vault.hashicorp.com/role': 'watched',
        },
      },
      spec: {
        serviceAccountName: 'watched-sa',
        containers: [{ name: 'app', image: 'example/app:1' }],
      },
    });
    await this.#admin('POST', path, { body });
    await this.#admin('DELETE', `${path}/watched`);
  }
}

function deployment(name: string, replicas: number, template: JsonObject) {
  const labels = { app: name };
  return {
    metadata: { name, labels },
    spec: { replicas, selector: { matchLabels: labels }, template },
  };
}

function differs(answer: Answer, wanted: JsonObject): boolean {
  return (
    answer.status !== wanted.status ||
    !isDeepStrictEqual(normal(answer.body), normal(wanted.body))
  );
}

function compared(answer: Answer, wanted: JsonObject): string {
  if (!process.env.SANDBOX_TRUTH_VERBOSE) return '';
  return [
    '',
    `  want ${String(wanted.status)} ${JSON.stringify(normal(wanted.body))}`,
    `  got  ${answer.status} ${JSON.stringify(normal(answer.body))}`,
  ].join('\n');
}

const run = truthPath ? describe : describe.skip;

if (!truthPath)
  process.stdout.write(
    'recorded exchanges are not replayed: SANDBOX_KUBERNETES_TRUTH names no file. apiCases.integration.test.ts holds the most useful of them.\n',
  );

run('recorded exchanges', () => {
  it('are answered alike except where a reason is written down', async () => {
    const recording = readFileSync(truthPath ?? '', 'utf8');
    const exchanges = objectsOf(JSON.parse(recording));
    const server = await startKubernetes({ customResourceDefinitions: [] });
    const lines: string[] = [];
    const different: string[] = [];
    try {
      const replay = new Replay(server);
      for (const exchange of exchanges) {
        const name = textOf(exchange.name);
        const wanted = objectOf(exchange.response);
        const answer = await replay.run(exchange);
        const isDifferent = differs(answer, wanted);
        if (isDifferent) different.push(name);
        lines.push(
          isDifferent
            ? `different ${name} (${accepted[name] ?? 'unexplained'})${compared(
                answer,
                wanted,
              )}`
            : `same ${name}`,
        );
      }
    } finally {
      await server.stop();
    }
    const same = exchanges.length - different.length;
    process.stdout.write(
      `${lines.join('\n')}\n${same} of ${exchanges.length} same\n`,
    );
    expect(different.filter(name => !accepted[name])).toEqual([]);
  }, 60_000);
});
