import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import {
  type KubernetesServer,
  startKubernetes,
} from '@service-secrets/sandbox';
import { deliveryMethods } from 'backstage-plugin-service-secrets-common';

import { describeIf, hasProgram } from '../../testSupport/hasProgram';
import {
  aFullServiceSpec,
  aStatementProfile,
} from '../../testUtils/provisionBuilders';
import { planService } from '../plan';
import { ServiceSpec } from '../ServiceSpec';
import { planFiles } from './planFiles';

jest.setTimeout(120_000);

/** The server runs in this process: waiting for kubectl must not stop it. */
const run = promisify(execFile);

const namespace = 'grade-api';
const existing = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: grade-api, namespace: grade-api }
spec:
  selector: { matchLabels: { app: grade-api } }
  template:
    metadata: { labels: { app: grade-api } }
    spec:
      containers:
        - { name: grade-api, image: "registry.example/grade-api:1" }
        - { name: proxy, image: "registry.example/proxy:1" }
`;

const whereKubectlIs = describeIf(hasProgram('kubectl', 'version', '--client'));

whereKubectlIs('planFiles, given to kubectl', () => {
  let server: KubernetesServer;
  let folder = '';

  beforeAll(async () => {
    server = await startKubernetes();
    folder = mkdtempSync(join(tmpdir(), 'service-secrets-plan-'));
    write('kubeconfig', server.kubeconfig());
    await kubectl('create', 'namespace', namespace);
  });

  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  function write(name: string, content: string): void {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }

  async function kubectl(...args: string[]): Promise<string> {
    const { stdout } = await run('kubectl', args, {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        KUBECONFIG: join(folder, 'kubeconfig'),
      },
    });
    return stdout;
  }

  function writePlan(name: string, spec: ServiceSpec): number {
    const desired = planService(spec, aStatementProfile());
    for (const { path, content } of planFiles(spec, desired)) {
      write(join(name, path), content);
    }
    return desired.manifests.length;
  }

  it.each(deliveryMethods)(
    'are applied as they are with every field known to the cluster (%s)',
    async delivery => {
      const count = writePlan(delivery, aFullServiceSpec({ delivery }));

      const said = await kubectl(
        'apply',
        '--server-side',
        '--field-manager=service-secrets',
        '--force-conflicts',
        '--validate=strict',
        '-k',
        `${delivery}/kubernetes`,
      );

      const lines = said.split('\n').filter(line => /applied$/.test(line));
      expect(lines.length).toBeGreaterThanOrEqual(count);
    },
  );

  it.each(deliveryMethods)(
    'patch an existing workload and keep its containers, as a component of its kustomization (%s)',
    async delivery => {
      writePlan(
        `${delivery}-existing`,
        aFullServiceSpec({ delivery, image: undefined }),
      );
      write(`${delivery}-existing/app.yaml`, existing);
      write(
        `${delivery}-existing/kustomization.yaml`,
        'resources: [app.yaml]\ncomponents: [kubernetes]\n',
      );

      await kubectl('delete', 'deployment', '--all', '-n', namespace);
      await kubectl('apply', '--validate=strict', '-k', `${delivery}-existing`);

      const { spec } = JSON.parse(
        await kubectl(
          'get',
          'deployment',
          'grade-api',
          '-n',
          namespace,
          '-o',
          'json',
        ),
      ).spec.template;
      expect(spec.serviceAccountName).toBe('grade-api');
      expect(
        spec.containers.map(({ name, image }: Record<string, string>) => [
          name,
          image,
        ]),
      ).toEqual([
        ['grade-api', 'registry.example/grade-api:1'],
        ['proxy', 'registry.example/proxy:1'],
      ]);
    },
  );
});
