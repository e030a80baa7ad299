import { startSandbox } from '@service-secrets/sandbox';
import {
  apply,
  DesiredState,
  planService,
  ServiceOwner,
  ServiceSpec,
  StatementProfile,
  VaultProvisionerApi,
} from 'backstage-plugin-service-secrets-node';
import path from 'node:path';

import { openInstance } from './clients';
import { startCountingProxy, CountingProxy } from './countingProxy';
import { median } from './rounds';
import { findClient, runCommands } from './vaultCommands';

const ROUNDS = 7;

/** What setting one service up cost, medians of the rounds. */
export interface ProvisioningFigures {
  readonly name: string;
  readonly milliseconds: number;
  readonly requests: number;
}

const profile: StatementProfile = {
  id: 'read-write',
  engine: 'postgresql',
  grants: 'read and write',
  creationStatements: [
    `CREATE ROLE "{{name}}" LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}' IN ROLE grade_write;`,
  ],
  revocationStatements: [`DROP ROLE IF EXISTS "{{name}}";`],
};

function specOf(name: string): ServiceSpec {
  return {
    entityRef: `component:default/${name}`,
    environment: 'bench',
    namespace: name,
    name,
    serviceAccount: name,
    authMount: 'kubernetes',
    audience: 'vault',
    vaultServer: 'http://127.0.0.1:8200',
    replicas: 1,
    delivery: 'agent-injector',
    database: {
      mount: 'database',
      connection: 'grade-api-db',
      engine: 'postgresql',
      profile: profile.id,
      host: 'postgres.grade-api.svc.cluster.local',
      port: 5432,
      database: 'gradedb',
      sslMode: 'verify-full',
      defaultTtlSeconds: 3600,
      maxTtlSeconds: 86_400,
      format: 'json',
    },
    certificate: {
      pkiMount: 'pki_int',
      dnsNames: [`${name}.${name}.svc.cluster.local`],
      durationSeconds: 86_400,
      renewBeforeSeconds: 28_800,
    },
  };
}

interface Attempt {
  readonly name: string;
  run(desired: DesiredState, owner: ServiceOwner): Promise<unknown>;
}

async function timed(
  attempt: Attempt,
  service: string,
  proxy: CountingProxy,
): Promise<Omit<ProvisioningFigures, 'name'>> {
  const spec = specOf(service);
  proxy.takeCount();
  const startedAt = performance.now();
  await attempt.run(planService(spec, profile), spec);
  const milliseconds = performance.now() - startedAt;
  return { milliseconds, requests: proxy.takeCount() };
}

async function measureAttempts(
  attempts: readonly Attempt[],
  proxy: CountingProxy,
): Promise<ProvisioningFigures[]> {
  const rounds: Omit<ProvisioningFigures, 'name'>[][] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const figures = [];
    for (const [index, attempt] of attempts.entries()) {
      // The second of ours finds what the first one wrote.
      const service = `bench-${index === 1 ? 0 : index}-${round}`;
      figures.push(await timed(attempt, service, proxy));
    }
    rounds.push(figures);
  }
  const counted = rounds.slice(1);
  return attempts.map(({ name }, index) => ({
    name,
    milliseconds: median(counted.map(one => one[index].milliseconds)),
    requests: median(counted.map(one => one[index].requests)),
  }));
}

function attemptsOf(options: {
  readonly vault: VaultProvisionerApi;
  readonly client: string;
  readonly target: { readonly address: string; readonly token: string };
}): Attempt[] {
  const { vault, client, target } = options;
  const ours = (desired: DesiredState, owner: ServiceOwner) =>
    apply(owner, desired, { vault });
  return [
    { name: 'plan, compare and apply', run: ours },
    { name: 'the same again: nothing to write', run: ours },
    {
      name: `one ${path.basename(client)} command per object, by hand`,
      run: desired => runCommands(client, target, desired),
    },
  ];
}

/** Sets services up with our adapter and with the commands of a tutorial, in alternating rounds on one sandbox. */
export async function measureProvisioning(): Promise<ProvisioningFigures[]> {
  const sandbox = await startSandbox({
    seed: 'services',
    controllers: false,
    environment: {},
  });
  const proxy = await startCountingProxy(sandbox.vault.address);
  try {
    const { token } = sandbox.vault;
    const target = { address: proxy.address, token };
    const { provisioner } = await openInstance(target);
    if (!provisioner) throw new Error('The provisioner was not made.');
    const client = await findClient();
    return await measureAttempts(
      attemptsOf({ vault: provisioner, client, target }),
      proxy,
    );
  } finally {
    proxy.close();
    await sandbox.stop();
  }
}
