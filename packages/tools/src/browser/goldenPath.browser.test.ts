import { ClusterAdmin } from './ClusterAdmin';
import { DemoBrowser } from './DemoBrowser';
import { JoinedDemo, joinDemo } from './joinDemo';
import { TemplateForm } from './TemplateForm';
import { until } from './until';
import { VaultAdmin } from './vaultAdmin';

jest.setTimeout(300_000);

const connection = 'grade-api-db';
/** Vault shortens the role's name in the names of the users it makes. */
const userPrefix = 'v-kubernet-svc-demo-';
const service = { name: 'grade-export', namespace: 'demo-grades' };
const objectName = `${service.namespace}.${service.name}`;

/** What a service has in Vault. */
const inVault = [
  `sys/policies/acl/svc-${objectName}`,
  `sys/policies/acl/issuer-${objectName}`,
  `auth/kubernetes/role/svc-${objectName}`,
  `auth/kubernetes/role/issuer-${objectName}`,
  `database/roles/svc-${objectName}.read-write`,
  `pki_int/roles/svc-${objectName}`,
];

/** What a service has in the cluster. */
const inCluster = [
  `/apis/apps/v1/namespaces/${service.namespace}/deployments/${service.name}`,
  `/apis/cert-manager.io/v1/namespaces/${service.namespace}/certificates/${service.name}-tls`,
  `/apis/cert-manager.io/v1/namespaces/${service.namespace}/issuers/${service.name}-issuer`,
  `/api/v1/namespaces/${service.namespace}/serviceaccounts/${service.name}`,
];

let demo: JoinedDemo;
let browser: DemoBrowser;
let vault: VaultAdmin;
let cluster: ClusterAdmin;

beforeAll(async () => {
  demo = await joinDemo();
  const { addresses } = demo;
  vault = new VaultAdmin(addresses);
  cluster = await ClusterAdmin.open(addresses.kubernetes.kubeconfigPath);
  browser = await DemoBrowser.open(demo.urls.app);
});

afterAll(async () => {
  await browser?.close();
  await cluster?.close();
  await demo?.leave();
});

/** From the first page to the plan. */
async function askForService({ name, namespace }: typeof service) {
  const form = await browser.openTemplate('new-service');
  await form.pick('Owner', /grades/);
  await form.write('Name', name);
  await form.write('Kubernetes namespace', namespace);
  await form.press('Next');
  await form.shows('Who holds the lease');
  await form.mark(/^Vault Agent Injector/);
  await browser.pictureOf('create-delivery', 'How the credential gets');
  await form.press('Next');
  await form.choose('Database and rights', 'Grades');
  await form.mark(/^read-write/);
  await browser.pictureOf('create-database', 'Database and rights');
  await form.press('Next');
  await form.choose('Issuer', 'Certificates inside the cluster');
  await form.press('Next');
  return form;
}

async function statuses(): Promise<number[]> {
  return Promise.all([
    ...inVault.map(object => vault.status(object)),
    ...inCluster.map(object => cluster.status(object)),
  ]);
}

async function createService(form: TemplateForm): Promise<string> {
  await form.tick(/approve exactly these changes/);
  await form.press('Check the answers');
  return form.run('Create the service', 'What was provisioned');
}

async function retireService(): Promise<string> {
  const form = await browser.openTemplate('retire-credentials');
  await form.pick('Service', new RegExp(service.name));
  await form.pick('Owner', /grades/);
  await form.shows('production');
  await form.press('Next');
  await form.shows('Remove its Kubernetes objects too');
  await form.press('Next');
  await form.shows('The service is in use');
  await form.shows(`Deployment ${service.namespace}/${service.name}`);
  await browser.pictureOf('retire-review', 'What goes away');
  await form.tick(/I know that it is in use/);
  await form.press('Check the answers');
  return form.run('Retire', 'What went away');
}

describe('a new service', () => {
  it('is planned, provisioned, green within a minute, and leaves nothing but its namespace when it is retired', async () => {
    const allowedBefore = await vault.allowedRoles(connection);
    expect(await vault.databaseUsers(userPrefix)).toEqual([]);

    const form = await askForService(service);
    await form.shows('7 objects in Vault: 6 to create, 1 to update');
    await browser.pictureOf('create-plan', 'Review the plan');
    expect(new Set(await statuses())).toEqual(new Set([404]));

    const started = Date.now();
    const outcome = await createService(form);
    expect(outcome).toContain('Everything this service uses is in order.');
    await browser.pictureOf('create-done', 'What was provisioned');
    expect(new Set(await statuses())).toEqual(new Set([200]));

    await browser.page
      .getByRole('button', { name: 'Open the service' })
      .click();
    await browser.showsOnceKnown('Everything this service uses');
    await browser.openTab(service.name);
    await browser.section('Status').getByText('Healthy').waitFor();
    const seconds = (Date.now() - started) / 1000;
    console.log(`From the click to the green tab: ${seconds.toFixed(1)} s`);
    expect(seconds).toBeLessThan(60);

    expect(await browser.section('Certificates').innerText()).toMatch(
      /Valid[^]*grade-export-tls/,
    );
    const leases = browser
      .section('Leases')
      .locator('[data-label="Expires in"]');
    await leases.first().waitFor();
    expect(await leases.count()).toBe(2);
    expect(await vault.databaseUsers(userPrefix)).toHaveLength(2);
    await browser.pictureOf('create-tab', service.name);

    const farewell = await retireService();
    expect(farewell).toMatch(/removed 13 objects; 1 left over/);
    expect(new Set(await statuses())).toEqual(new Set([404]));
    expect(await vault.allowedRoles(connection)).toEqual(allowedBefore);
    await until('no database user is left', async () => {
      return (await vault.databaseUsers(userPrefix)).length === 0;
    });
  });

  it.each([
    [
      'a reserved namespace',
      { name: 'orders-copy', namespace: 'fault-orders' },
      'namespace fault-orders is reserved for the platform',
    ],
    [
      "another team's service",
      { name: 'impostor', namespace: service.namespace },
      'component:default/impostor is not owned by group:default/grades',
    ],
  ])('is refused in words for %s', async (_, asked, words) => {
    const form = await askForService(asked);

    await form.shows(words);
    expect(
      await browser.page
        .getByRole('checkbox', { name: /approve exactly/ })
        .count(),
    ).toBe(0);
  });
});
