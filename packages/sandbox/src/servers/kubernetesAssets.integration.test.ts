import { execFileSync, spawn } from 'node:child_process';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { resourceTypes } from '../controllers/client/kubernetesTypes';
import { isReady } from '../controllers/injector/podTypes';
import { makeServingCertificate } from '../kubernetes/cluster/certificates';
import { shippedDefinitions } from '../kubernetes/crd/shipped/shippedDefinitions';
import { startSandbox, type Sandbox } from '../startSandbox';
import { temporaryPrefix } from '../temporaryFolder';
import { SandboxProbe } from '../testSupport/sandboxProbe';
import { freePort } from './freePort';
import { startKubernetesAssets } from './kubernetesAssets';
import {
  apiServerArguments,
  assetFiles,
  tokenFile,
} from './kubernetesArguments';
import {
  adminTokenOf,
  readApiServerSettings,
} from './testSupport/apiServerSettings';
import {
  putEtcd,
  standIn,
  typeScript,
  writeProgram,
} from './testSupport/assetsFolder';

jest.setTimeout(180_000);

const workspace = mkdtempSync(path.join(tmpdir(), 'assets-'));
const assets = path.join(workspace, 'bin');
const etcd = putEtcd(assets, path.join(workspace, 'etcd'));
writeProgram(path.join(assets, 'kube-apiserver'), standIn('kubeApiserver'));

/** Programs whose command line names our folders: a forgotten one shows here. */
function programs(): string[] {
  const lines = execFileSync('ps', ['-eo', 'args']).toString().split('\n');
  return lines.filter(
    line => /etcd-servers=|data-dir=/.test(line) && line.includes(tmpdir()),
  );
}

const ofThisProcess = (line: string) =>
  line.includes(temporaryPrefix('kubernetes-'));
const folders = () => readdirSync(tmpdir()).filter(ofThisProcess);

afterAll(() => rmSync(workspace, { recursive: true }));

describe(`KUBEBUILDER_ASSETS with ${etcd} and a stand-in for kube-apiserver`, () => {
  let sandbox: Sandbox;
  let probe: SandboxProbe;

  beforeAll(async () => {
    process.stdout.write(
      `KUBEBUILDER_ASSETS is tested with ${etcd}; kube-apiserver is a stand-in that checks its command line and files.\n`,
    );
    sandbox = await startSandbox({
      seed: 'services',
      quick: true,
      environment: { KUBEBUILDER_ASSETS: assets },
    });
    probe = new SandboxProbe(sandbox);
  });

  afterAll(async () => {
    probe?.close();
    await sandbox?.stop();
  });

  it('runs both programs and says so', () => {
    expect(sandbox.using.kubernetes).toBe(
      `etcd and kube-apiserver of ${assets} (KUBEBUILDER_ASSETS)`,
    );
    expect(programs().filter(ofThisProcess)).toHaveLength(2);
    expect(folders()).toHaveLength(1);
  });

  it('has our definitions, which the program did not bring', async () => {
    const { items } = await probe.kubernetes.list(
      resourceTypes.customResourceDefinitions,
    );
    expect(items).toHaveLength(shippedDefinitions.length);
  });

  it('lets the injector give pods credentials that PostgreSQL accepts', async () => {
    const pods = await probe.pods('web');
    expect(pods.map(isReady)).toEqual([true, true]);
    const { name } = pods[0].metadata;
    const text = [...sandbox.files('web', name).values()].join('\n');
    const user = /v-kubernet-[\w-]+/.exec(text)?.[0] ?? '';
    const password = /password['"]?[:=]\s*['"]([\w-]{20})['"]/.exec(text)?.[1];
    expect(await probe.logIn('wizard', user, password ?? '')).toBe(user);
  });

  it('lets cert-manager issue a certificate with its own service account', async () => {
    const certificate = await probe.kubernetes.get(resourceTypes.certificates, {
      namespace: 'grade-api',
      name: 'grade-api-tls',
    });
    expect(Object(certificate?.status).conditions).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ type: 'Ready', status: 'True' }),
      ]),
    );
  });

  it('brings no accounts of a controller manager, so the seeds need none', async () => {
    const account = await probe.kubernetes.get(resourceTypes.serviceAccounts, {
      namespace: 'web',
      name: 'default',
    });
    expect(account).toBeUndefined();
  });

  it('leaves no program and no folder behind when it stops', async () => {
    const { url } = sandbox.kubernetes;
    probe.close();
    await sandbox.stop();

    expect(programs().filter(ofThisProcess)).toEqual([]);
    expect(folders()).toEqual([]);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });
});

/** The `using` of the line that `npm start` reads. */
async function readyUsing(
  output: NodeJS.ReadableStream,
): Promise<Record<string, string>> {
  const mark = 'SANDBOX_READY ';
  for await (const line of createInterface({ input: output }))
    if (line.startsWith(mark)) return JSON.parse(line.slice(mark.length)).using;
  throw new Error('The sandbox ended before it was ready.');
}

describe(`the sandbox's command with KUBEBUILDER_ASSETS (stand-in for kube-apiserver)`, () => {
  it('tells npm start which server is in use, and ends both programs at Ctrl-C', async () => {
    const cli = require.resolve('../cli.ts');
    const child = spawn(
      process.execPath,
      [...typeScript, cli, '--seed', 'none'],
      {
        env: {
          KUBEBUILDER_ASSETS: assets,
          SANDBOX_VAULT_PORT: String(await freePort()),
          SANDBOX_KUBERNETES_PORT: String(await freePort()),
          SANDBOX_POSTGRES_PORT: String(await freePort()),
        },
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    );
    const ended = once(child, 'exit');
    const own = (line: string) => line.includes(`sandbox-${child.pid}-`);
    try {
      const using = await readyUsing(child.stdout);
      expect(using.kubernetes).toContain('(KUBEBUILDER_ASSETS)');
      expect(programs().filter(own)).toHaveLength(2);
    } finally {
      child.kill('SIGINT');
    }

    expect(await ended).toEqual([0, null]);
    expect(programs().filter(own)).toEqual([]);
    expect(readdirSync(tmpdir()).filter(own)).toEqual([]);
  });
});

describe('startKubernetesAssets with programs that fail (all are stand-ins)', () => {
  const failing = path.join(workspace, 'failing');
  const at = (name: string) => path.join(failing, name);

  beforeEach(() => {
    writeProgram(at('etcd'), standIn('etcd'));
    writeProgram(at('kube-apiserver'), standIn('kubeApiserver'));
  });

  /** The message of a failed start, which must have cleaned up by then. */
  async function failure(readyWithinMs?: number): Promise<string> {
    const error = await startKubernetesAssets(failing, { readyWithinMs })
      .then(started => started.stop())
      .then(
        () => 'it started',
        ({ message }: Error) => message,
      );
    const left = [...programs().filter(ofThisProcess), ...folders()];
    return left.length > 0 ? `${error}, leaving ${left.join()}` : error;
  }

  it('starts when none of them does', async () => {
    expect(await failure()).toBe('it started');
  });

  it('names the program that is missing, and starts none', async () => {
    rmSync(at('kube-apiserver'));
    expect(await failure()).toContain(
      `KUBEBUILDER_ASSETS is "${failing}", but ${at(
        'kube-apiserver',
      )} cannot be run. Fetch both with`,
    );
  });

  it.each(['etcd', 'kube-apiserver'])(
    'repeats the last words of %s when it ends at once',
    async name => {
      writeProgram(at(name), 'echo "no space left" >&2; exit 3');
      expect(await failure()).toContain(
        `${name} (${at(
          name,
        )}) did not start: it ended with exit code 3.\nno space left`,
      );
    },
  );

  it('says that a kube-apiserver is no program for this machine', async () => {
    writeFileSync(at('kube-apiserver'), Buffer.from([0x7f, 0x45, 0x4c, 0x46]));
    expect(await failure()).toMatch(
      /kube-apiserver .* did not start: it ended with exit code \d+/,
    );
  });

  it('gives up on a kube-apiserver that accepts connections and never answers', async () => {
    writeProgram(at('kube-apiserver'), standIn('silent'));
    expect(await failure(10_000)).toMatch(
      /did not start: not ready within 10000 ms \(.+\)\.\nwaiting for something$/,
    );
  });

  it('repeats what kube-apiserver says against a flag', async () => {
    writeProgram(
      at('kube-apiserver'),
      `set -- "$@" --enable-swagger-ui=true\n${standIn('kubeApiserver')}`,
    );
    expect(await failure()).toContain(
      "ended with exit code 1.\nError: Unknown option '--enable-swagger-ui'",
    );
  });
});

function publicPem(keyPem: string): string {
  return createPublicKey(createPrivateKey(keyPem))
    .export({ type: 'spki', format: 'pem' })
    .toString();
}

describe('the stand-in for kube-apiserver', () => {
  it('refuses a command line whose files do not exist, naming each flag', () => {
    const args = apiServerArguments('/nowhere', { etcd: 2379, api: 6443 });
    const read = () => readApiServerSettings(args);
    for (const flag of ['cert-dir', 'tls-cert-file', 'token-auth-file'])
      expect(read).toThrow(`at ["${flag}"]`);
  });

  it('refuses a certificate that another key was made for', async () => {
    const folder = path.join(workspace, 'pair');
    const [one, other] = [
      await makeServingCertificate(),
      await makeServingCertificate(),
    ];
    mkdirSync(folder);
    const write = (name: keyof typeof assetFiles, text: string) =>
      writeFileSync(path.join(folder, assetFiles[name]), text);
    write('certificate', one.certificatePem);
    write('key', other.keyPem);
    write('tokens', tokenFile('t'));
    write('serviceAccountKey', one.keyPem);
    write('serviceAccountPublicKey', publicPem(one.keyPem));
    const args = apiServerArguments(folder, { etcd: 2379, api: 6443 });

    expect(() => readApiServerSettings(args)).toThrow(
      'private key does not match public key',
    );
    write('key', one.keyPem);
    expect(readApiServerSettings(args)).toMatchObject({ adminToken: 't' });
    write('serviceAccountPublicKey', publicPem(other.keyPem));
    expect(() => readApiServerSettings(args)).toThrow(
      'does not fit the signing key',
    );
  });

  it('reads a token file as documented, with one group or several in quotes', () => {
    expect(adminTokenOf('t1,user,1\nt2,root,2,"a,system:masters"\n')).toBe(
      't2',
    );
    expect(adminTokenOf('t3,root,3,system:masters')).toBe('t3');
    expect(() => adminTokenOf('t4,root')).toThrow('a line is no token line');
    expect(() => adminTokenOf('t5,root,5,a,system:masters')).toThrow(
      'a line is no token line',
    );
  });
});
