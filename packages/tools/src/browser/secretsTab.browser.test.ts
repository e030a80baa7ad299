import { DemoBrowser } from './DemoBrowser';
import { FleetTour } from './FleetTour';
import { JoinedDemo, joinDemo } from './joinDemo';
import { serveManyLeases } from './manyLeases';
import { until } from './until';
import { VaultAdmin } from './vaultAdmin';

jest.setTimeout(300_000);

let demo: JoinedDemo;
let browser: DemoBrowser;
let admin: VaultAdmin;

beforeAll(async () => {
  demo = await joinDemo();
  admin = new VaultAdmin(demo.addresses);
  browser = await DemoBrowser.open(demo.urls.app);
});

afterEach(async () => {
  await demo.control('vault start');
});

afterAll(async () => {
  await browser?.close();
  await demo?.leave();
});

describe('the Secrets tab of grade-api', () => {
  it('shows the database role, the live leases counting down and the certificate', async () => {
    await browser.openTab('grade-api');

    const text = await browser.section('Database roles').innerText();
    expect(text).toContain('grade-api-role');
    expect(await browser.section('Certificates').innerText()).toContain(
      'grade-api-tls',
    );
    const expires = browser
      .section('Leases')
      .locator('[data-label="Expires in"]');
    await expires.first().waitFor();
    expect(await expires.count()).toBeGreaterThanOrEqual(2);
    const before = await expires.first().innerText();
    await until(
      'the first lease counts down',
      async () => (await expires.first().innerText()) !== before,
      90_000,
    );
    await browser.picture('tab-healthy');
  });

  it('loses a lease that is revoked through Vault, and its user can no longer log in', async () => {
    const credentials = await admin.issue('grade-api-role');
    await expect(admin.logIn('gradedb', credentials)).resolves.toBe(
      credentials.username,
    );
    await browser.openTab('grade-api');
    await browser.refresh();
    await browser.leaseRow(credentials.leaseId).waitFor();

    await admin.revoke(credentials.leaseId);
    await browser.refresh();

    await browser.leaseRow(credentials.leaseId).waitFor({ state: 'detached' });
    await expect(admin.logIn('gradedb', credentials)).rejects.toThrow(
      /password authentication failed/,
    );
  });

  it('shows the last data as stale while Vault is unreachable, and is well again afterwards', async () => {
    await browser.openTab('grade-api');
    await browser.refresh();
    await browser.section('Status').getByText('Healthy').waitFor();

    await demo.control('vault stop');
    await browser.refresh();
    await browser
      .sources()
      .getByText(/not reachable/)
      .first()
      .waitFor();
    await browser
      .section('Leases')
      .getByText(/stale, read/)
      .waitFor();
    expect(await browser.section('Leases').innerText()).toContain(
      'grade-api-role',
    );
    await browser.picture('vault-down');

    await demo.control('vault start');
    await until('the tab is green again', async () => {
      await browser.refresh();
      return browser.section('Status').getByText('Healthy').isVisible();
    });
  });
});

describe('the Secrets tab of a broken service', () => {
  it('names the first broken link', async () => {
    await browser.openTab('orders');

    await browser.section('Status').getByText('Broken').waitFor();
    const findings = await browser.section('Findings').innerText();
    expect(findings).toContain('orders-sa');
    await browser.picture('tab-broken');
  });

  it('denies a claim that no rule confirms and shows nothing of its target', async () => {
    await browser.openTab('impostor');

    const text = await browser.page
      .locator('main, article')
      .first()
      .innerText();
    expect(text).toMatch(/not allowed|denied/i);
    expect(await browser.section('Leases').count()).toBe(0);
  });
});

describe('the Secrets tab of a service an operator delivers to', () => {
  it.each([
    ['tickets', /Vault Secrets Operator/, 'Healthy'],
    ['invoices', /External Secrets/, 'Healthy'],
    ['returns', /Vault Secrets Operator/, 'Broken'],
  ])('draws who delivers to %s: %s, %s', async (service, operator, health) => {
    await browser.openTab(service);

    await browser.section('Status').getByText(health).waitFor();
    const wiring = await browser.section('Wiring').innerText();
    expect(wiring).toMatch(operator);
  });
});

describe('the lease table', () => {
  it('keeps at most 400 nodes for 10,000 ticking rows', async () => {
    await serveManyLeases(browser.page, 10_000);
    await browser.openTab('grade-api');
    const table = browser.section('Leases').getByRole('grid');
    await table.getByText('grade-api-0', { exact: false }).first().waitFor();

    const nodes = await table.evaluate(
      element => element.querySelectorAll('*').length,
    );
    await browser.page.unrouteAll({ behavior: 'wait' });

    expect(await table.getAttribute('aria-rowcount')).toBe('10001');
    console.log(`10,000 leases are ${nodes} nodes`);
    expect(nodes).toBeLessThanOrEqual(400);
  });
});

describe('other faces', () => {
  it('shows the card on the overview, and the tab in the dark', async () => {
    await browser.openOverview('grade-api');
    await browser.page.getByText('Everything this service uses').waitFor();
    await browser.picture('card');

    await browser.page.emulateMedia({ colorScheme: 'dark' });
    await browser.openTab('grade-api');
    await browser
      .section('Certificates')
      .getByText('grade-api-tls')
      .first()
      .waitFor();
    await browser
      .section('Leases')
      .locator('[data-label="Expires in"]')
      .first()
      .waitFor();
    await browser.picture('tab-dark');
    await expect(
      browser.page.evaluate(
        () =>
          document.body
            .closest('[data-theme-mode]')
            ?.getAttribute('data-theme-mode') ??
          document.body.getAttribute('data-theme-mode'),
      ),
    ).resolves.toBe('dark');
  });
});

describe('the fleet page', () => {
  let fleet: FleetTour;

  beforeAll(async () => {
    await browser.page.emulateMedia({ colorScheme: 'light' });
    fleet = new FleetTour(browser.page, demo.urls.app);
    await fleet.open();
    await until(
      'every service is collected',
      async () => (await fleet.services()).length >= 14,
      120_000,
    );
  });

  it('shows the broken services first, and those of one owner when the address says so', async () => {
    await fleet.open();
    await fleet.row('billing').waitFor();
    const all = await fleet.services();
    expect(all.indexOf('grade-api')).toBeGreaterThan(all.indexOf('orders'));
    await browser.picture('fleet');

    await fleet.open('owner=group:default/grades');
    await until(
      'only the services of grades are shown',
      async () =>
        (await fleet.services()).sort().join() === 'grade-analytics,grade-api',
      // A service that another file retired stays until the next collection.
      120_000,
    );
  });

  it('keeps a sign-off with its note, and exports it', async () => {
    await fleet.open('owner=group:default/grades');
    await fleet.row('grade-api').waitFor();
    await fleet.signOff('grade-api', '=looked at roles and leases');

    await fleet.row('grade-api').getByText('Signed off').waitFor();
    const csv = await fleet.exportCsv();
    const [header, ...lines] = csv.trim().split(/\r?\n/);
    expect(header).toContain('entityRef');
    expect(lines).toHaveLength(2);
    // A spreadsheet must not take a note for a formula.
    expect(csv).not.toMatch(/(^|[,"])=looked/m);
    expect(csv).toContain("'=looked at roles and leases");
  });

  it('groups the services by how credentials get into their pods', async () => {
    await fleet.open('group=delivery');
    const head = browser.page.getByRole('button', { name: /^Agent Injector/ });
    await head.waitFor();
    expect(await fleet.row('grade-api').count()).toBe(0);

    await head.click();
    await fleet.row('grade-api').waitFor();
  });

  it('mutes the notices of a service from its details, and lifts the mute again', async () => {
    await fleet.open('owner=group:default/grades');
    const details = await fleet.details('grade-api');
    const notices = details.getByRole('region', { name: 'Notices' });
    await fleet.mute(notices, 'moves to another cluster this week');

    await notices
      .getByText(/Muted until .*: moves to another cluster this week/)
      .waitFor();
    await browser.picture('fleet-details');

    await notices.getByRole('button', { name: 'Unmute' }).click();
    await notices.getByText('Its owner is told of new findings.').waitFor();
    expect(
      await notices.getByRole('button', { name: 'Mute notices…' }).count(),
    ).toBe(1);
  });

  it("leads from a service's details to its own history, which its address says", async () => {
    await fleet.open('owner=group:default/grades');
    const details = await fleet.details('grade-api');
    await details.getByRole('link', { name: 'Its history' }).click();

    await browser.page.getByText(/^History of grade-api/).waitFor();
    const address = new URL(browser.page.url());
    expect(address.searchParams.get('view')).toBe('history');
    expect(address.searchParams.get('of')).toContain('default/grade-api');
  });

  it.each([
    ['expiry', 'catalogue-tls', 'fleet-expiry'],
    ['roles', 'database/admin-role', 'fleet-roles'],
    ['access', 'Who can reach this database?', 'fleet-access'],
  ])('answers in the view %s', async (view, words, picture) => {
    await fleet.open(`view=${view}`);

    await browser.page.getByText(words).first().waitFor();
    expect(await browser.page.getByRole('alert').count()).toBe(0);
    await browser.picture(picture);
  });
});
