import { objectOf, textOf, type JsonObject } from '../../kubernetes/api/json';
import type { KubernetesServer } from '../../kubernetes/startKubernetes';
import { callApi, type Answer } from '../../kubernetes/testSupport/callApi';

/** Sends recorded requests to a server, with its own names and tokens in place of the recorded ones. */
export class Replay {
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
