import { startKubernetes } from '../../kubernetes/startKubernetes';
import { readApiServerSettings } from './apiServerSettings';

const KEY = Buffer.from('/registry/stand-in').toString('base64');

async function ask(url: string, body?: object): Promise<unknown> {
  const answer = await fetch(url, {
    method: body ? 'POST' : 'GET',
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(5_000),
  });
  if (!answer.ok) throw new Error(`etcd answers ${url} with ${answer.status}`);
  return answer.json();
}

/** The storage must be an etcd 3 that is healthy, keeps a value and gives it back. */
async function requireEtcd(url: string): Promise<void> {
  const { etcdserver } = Object(await ask(`${url}/version`));
  const { health } = Object(await ask(`${url}/health`));
  if (!/^3\./.test(etcdserver) || health !== 'true')
    throw new Error(`${url} is no healthy etcd 3`);
  const value = Buffer.from(String(process.pid)).toString('base64');
  await ask(`${url}/v3/kv/put`, { key: KEY, value });
  const { kvs } = Object(await ask(`${url}/v3/kv/range`, { key: KEY }));
  if (kvs?.[0]?.value !== value) throw new Error(`${url} keeps no values`);
}

/**
 * Stands in for kube-apiserver, which cannot be had everywhere: takes its
 * command line and serves the sandbox's own API, without what a
 * kube-controller-manager would do. Objects stay in memory.
 */
async function main(): Promise<void> {
  const { etcd, port, adminToken, certificate } = readApiServerSettings(
    process.argv.slice(2),
  );
  await requireEtcd(etcd);
  const server = await startKubernetes({
    port,
    adminToken,
    certificate,
    customResourceDefinitions: [],
    namespaceController: false,
  });
  process.once('SIGTERM', () => {
    server.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}

main().catch(error => {
  process.stderr.write(
    `Error: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(1);
});
