import { asCertificate, conditionOf } from './certManager/certificateTypes';
import { resourceTypes } from './client/kubernetesTypes';
import { isReady } from './injector/podTypes';
import {
  certificateManifests,
  certificateVault,
} from '../seed/certificateObjects';
import {
  databaseService,
  faultNamespace,
} from '../seed/faults/databaseService';
import { pkiRole } from '../seed/vaultObjects';
import type { Manifest, VaultWrite } from '../seed/SeedContext';
import { startSandbox, type Sandbox } from '../startSandbox';
import { eventually, SandboxProbe } from '../testSupport/sandboxProbe';

jest.setTimeout(180_000);

let sandbox: Sandbox;
let probe: SandboxProbe;

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 'services', quick: true });
  probe = new SandboxProbe(sandbox);
});

afterAll(async () => {
  probe?.close();
  await sandbox?.stop();
});

async function create(manifests: readonly Manifest[]): Promise<void> {
  for (const { type, object } of manifests)
    await probe.kubernetes.create(type, object);
}

async function write(writes: readonly VaultWrite[]): Promise<void> {
  for (const { path, body } of writes) await probe.write(path, { ...body });
}

const web = { namespace: 'web', name: 'web' };

describe('startInjector', () => {
  it('gives every new pod a lease of its own, and takes it back when the pod goes', async () => {
    await probe.kubernetes.patch(resourceTypes.deployments, web, {
      spec: { replicas: 3 },
    });
    await eventually(
      () => probe.pods('web'),
      pods => pods.length === 3 && pods.every(isReady),
    );
    const [one, two, three] = await eventually(
      () => probe.leases('db-app'),
      leases => leases.length === 3,
    );
    await probe.kubernetes.patch(resourceTypes.deployments, web, {
      spec: { replicas: 1 },
    });
    const left = await eventually(
      () => probe.leases('db-app'),
      leases => leases.length === 1,
    );
    expect([one, two, three]).toContain(left[0]);
    expect(await probe.pods('web')).toHaveLength(1);
  });

  it('replaces the pods when the template changes', async () => {
    const [before] = await probe.pods('grade-analytics');
    await probe.kubernetes.patch(
      resourceTypes.deployments,
      { namespace: 'grade-analytics', name: 'grade-analytics' },
      { spec: { template: { metadata: { annotations: { release: '2' } } } } },
    );
    const [after] = await eventually(
      () => probe.pods('grade-analytics'),
      pods =>
        pods.length === 1 &&
        isReady(pods[0]) &&
        pods[0].metadata.uid !== before.metadata.uid,
    );
    expect(after.metadata.annotations).toMatchObject({ release: '2' });
    await eventually(
      () => probe.leases('analytics-role'),
      leases => leases.length === 1,
    );
  });

  it('shows a pod with a role that does not exist as pending, with the words of Vault', async () => {
    const seed = databaseService('stray', { authRole: 'missing' });
    await create(seed.manifests);
    const namespace = faultNamespace('stray');
    await eventually(
      () => probe.warnings(namespace),
      seen => seen.some(text => text.includes('invalid role name "stray"')),
    );
    const [pod] = await probe.pods(namespace);
    expect(pod.status?.phase).toBe('Pending');
    expect(pod.spec.initContainers?.map(({ name }) => name)).toEqual([
      'vault-agent-init',
    ]);
  });

  it.each([
    [
      'no role',
      { 'vault.hashicorp.com/role': '' },
      'admission webhook "vault.hashicorp.com" denied the request: error validating agent configuration: no Vault role found',
    ],
    [
      'a bad flag',
      { 'vault.hashicorp.com/agent-inject': 'yes' },
      'error checking if should inject agent',
    ],
    [
      'a configuration file the sandbox does not imitate',
      { 'vault.hashicorp.com/agent-configmap': 'agent' },
      'does not imitate the annotation "vault.hashicorp.com/agent-configmap"',
    ],
  ])('refuses a pod with %s', async (name, annotations, message) => {
    const service = `denied-${name.replace(/[^a-z]+/g, '-').slice(0, 12)}x`;
    const namespace = faultNamespace(service);
    await create(databaseService(service).manifests.slice(0, 2));
    const [, , deployment] = databaseService(service).manifests;
    await create([deployment]);
    await probe.kubernetes.patch(
      resourceTypes.deployments,
      { namespace, name: service },
      { spec: { template: { metadata: { annotations } } } },
    );
    const warnings = await eventually(
      () => probe.warnings(namespace),
      seen => seen.some(text => text.includes(message)),
    );
    expect(warnings.find(text => text.includes(message))).toMatch(
      /^FailedCreate: Error creating: /,
    );
  });

  it('refuses pods whose service account does not exist', async () => {
    const [namespace, , deployment] = databaseService('homeless').manifests;
    await create([namespace, deployment]);
    const [warning] = await eventually(
      () => probe.warnings('fault-homeless'),
      seen => seen.length > 0,
    );
    expect(warning).toContain(
      'error looking up service account fault-homeless/homeless-sa: serviceaccount "homeless-sa" not found',
    );
  });
});

describe('startCertManager', () => {
  const seed = () => ({
    service: 'ledger',
    namespace: 'production',
    vaultAddress: sandbox.vault.address,
    name: 'ledger-tls',
    secretName: 'ledger-tls',
    dnsNames: ['ledger.production.svc.cluster.local'],
    duration: '24h',
    renewBefore: '8h',
  });
  const certificate = async () => {
    const found = await probe.kubernetes.get(resourceTypes.certificates, {
      namespace: 'production',
      name: 'ledger-tls',
    });
    return asCertificate(found);
  };
  const issuerReady = async () => {
    const found = await probe.kubernetes.get(resourceTypes.issuers, {
      namespace: 'production',
      name: 'vault-issuer',
    });
    const status = Object(found?.status);
    return conditionOf({ status }, 'Ready');
  };

  it('keeps an issuer not ready while it may not ask for tokens of its service account', async () => {
    await write(certificateVault(seed()));
    const withoutRights = certificateManifests(seed()).filter(
      ({ type }) => !['Role', 'RoleBinding'].includes(type.kind),
    );
    await create(withoutRights);
    const condition = await eventually(issuerReady, seen => seen !== undefined);
    expect(condition).toMatchObject({ status: 'False', reason: 'VaultError' });
    expect(condition?.message).toContain('serviceaccounts/token');
    expect(condition?.message).toContain('forbidden');
    const found = await eventually(
      certificate,
      seen => seen !== undefined && conditionOf(seen, 'Ready') !== undefined,
    );
    expect(found && conditionOf(found, 'Ready')?.reason).toBe('DoesNotExist');
  });

  it('issues once the Role is there', async () => {
    await create(
      certificateManifests(seed()).filter(({ type }) =>
        ['Role', 'RoleBinding'].includes(type.kind),
      ),
    );
    const found = await eventually(
      certificate,
      seen =>
        seen !== undefined && conditionOf(seen, 'Ready')?.status === 'True',
    );
    expect(found?.status?.revision).toBe(1);
    expect(await issuerReady()).toMatchObject({
      status: 'True',
      reason: 'VaultVerified',
    });
  });

  it('renews a certificate at a third of its life before its end', async () => {
    const { name, dnsNames } = seed();
    const fields = { max_ttl: '6s', not_before_duration: '1s' };
    await write([pkiRole({ name, domains: dnsNames, fields })]);
    await probe.kubernetes.delete(resourceTypes.secrets, {
      namespace: 'production',
      name: 'ledger-tls',
    });
    const renewed = await eventually(
      certificate,
      seen => (seen?.status?.revision ?? 0) >= 3,
    );
    expect(renewed && conditionOf(renewed, 'Ready')?.status).toBe('True');
    const { items } = await probe.kubernetes.list(
      resourceTypes.secrets,
      'production',
    );
    const keys = items.filter(
      ({ metadata }) =>
        metadata.labels?.['cert-manager.io/next-private-key'] === 'true',
    );
    expect(keys.length).toBeLessThanOrEqual(1);
  });
});
