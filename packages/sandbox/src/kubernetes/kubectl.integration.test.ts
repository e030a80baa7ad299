import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startKubernetes, type KubernetesServer } from './startKubernetes';

const run = promisify(execFile);
const hasKubectl =
  spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).status ===
  0;

if (!hasKubectl)
  process.stdout.write(
    'kubectl is not on the PATH: its commands are not tried. apiCases and clientNode test the same server without it.\n',
  );

const manifest = (image: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: app, image: "${image}" }]
`;

(hasKubectl ? describe : describe.skip)('kubectl', () => {
  let server: KubernetesServer;
  let folder = '';

  async function kubectl(...args: string[]): Promise<string> {
    const env = {
      ...process.env,
      HOME: folder,
      KUBECONFIG: join(folder, 'kubeconfig'),
    };
    const { stdout } = await run('kubectl', args, { env, timeout: 20_000 });
    return stdout;
  }

  async function file(name: string, content: string): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  }

  beforeAll(async () => {
    server = await startKubernetes();
    folder = await mkdtemp(join(tmpdir(), 'sandbox-kubectl-'));
    await file('kubeconfig', server.kubeconfig());
  });

  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('applies a manifest, sees the difference, and applies the change', async () => {
    const first = await file('web.yaml', manifest('nginx:1'));
    expect(await kubectl('apply', '-f', first)).toContain('web created');
    expect(await kubectl('diff', '-f', first)).toBe('');
    const next = await file('web.yaml', manifest('nginx:2'));
    await expect(kubectl('diff', '-f', next)).rejects.toMatchObject({
      stdout: expect.stringContaining('+      - image: nginx:2'),
    });
    expect(await kubectl('apply', '-f', next)).toContain('web configured');
  }, 30_000);

  it('prints tables and descriptions', async () => {
    expect(await kubectl('get', 'deploy,ns', '-o', 'wide')).toMatch(
      /deployment\.apps\/web\s+0\/2\s+0\s+0\s+\d+s\s+app\s+nginx:2\s+app=web/,
    );
    expect(await kubectl('describe', 'deploy', 'web')).toContain(
      'Replicas:               2 desired',
    );
    expect(await kubectl('get', 'certificates', '-A', '-o', 'name')).toBe('');
  }, 30_000);

  it('waits for a condition that another command sets', async () => {
    const waiting = kubectl(
      'wait',
      'deploy/web',
      '--for=condition=Available',
      '--timeout=15s',
    );
    const status = {
      status: { conditions: [{ type: 'Available', status: 'True' }] },
    };
    await kubectl(
      'patch',
      'deploy',
      'web',
      '--subresource=status',
      '--type=merge',
      `-p=${JSON.stringify(status)}`,
    );
    expect(await waiting).toContain('condition met');
  }, 30_000);

  it('creates accounts, rights and tokens, and asks what they may', async () => {
    await kubectl('create', 'ns', 'team-a');
    const inTeam = ['-n', 'team-a'];
    await kubectl('create', 'sa', 'app', ...inTeam);
    const as = '--as=system:serviceaccount:team-a:app';
    const mayGet = ['auth', 'can-i', 'get', 'pods', ...inTeam, as];
    await expect(kubectl(...mayGet)).rejects.toMatchObject({ stdout: 'no\n' });
    await kubectl(
      'create',
      'role',
      'r',
      '--verb=get',
      '--resource=pods',
      ...inTeam,
    );
    await kubectl(
      'create',
      'rolebinding',
      'r',
      '--role=r',
      '--serviceaccount=team-a:app',
      ...inTeam,
    );
    expect(await kubectl(...mayGet)).toBe('yes\n');
    const token = await kubectl(
      'create',
      'token',
      'app',
      '--audience=vault',
      ...inTeam,
    );
    const claims = Buffer.from(token.split('.')[1], 'base64url').toString();
    expect(JSON.parse(claims)).toMatchObject({
      aud: ['vault'],
      sub: 'system:serviceaccount:team-a:app',
    });
  }, 30_000);

  it('deletes objects and namespaces and waits until they are gone', async () => {
    await kubectl('delete', 'deploy', 'web');
    await kubectl('delete', 'ns', 'team-a');
    expect(await kubectl('get', 'ns', '-o', 'name')).not.toContain('team-a');
  }, 30_000);

  it('is told to send JSON when it sends a workload as protobuf', async () => {
    await expect(
      kubectl('create', 'deployment', 'x', '--image=x'),
    ).rejects.toMatchObject({
      stderr: expect.stringContaining('send application/json'),
    });
  }, 30_000);
});
