import { Locator } from 'playwright-core';

import { ClusterAdmin } from './ClusterAdmin';
import { DemoBrowser } from './DemoBrowser';
import { JoinedDemo, joinDemo } from './joinDemo';
import { until } from './until';
import { Credentials, VaultAdmin } from './vaultAdmin';

jest.setTimeout(300_000);

const TLS = { namespace: 'grade-api', certificate: 'grade-api-tls' };

let demo: JoinedDemo;
let browser: DemoBrowser;
let vault: VaultAdmin;
let cluster: ClusterAdmin;

beforeAll(async () => {
  demo = await joinDemo();
  vault = new VaultAdmin(demo.addresses);
  cluster = await ClusterAdmin.open(demo.addresses.kubernetes.kubeconfigPath);
  browser = await DemoBrowser.open(demo.urls.app);
});

afterAll(async () => {
  await browser?.close();
  await cluster?.close();
  await demo?.leave();
});

async function press(within: Locator, name: RegExp): Promise<void> {
  await within.getByRole('button', { name }).click();
}

/** A lease of `web` nobody else uses, and its row. */
async function aLeaseOfWeb(): Promise<{ lease: Credentials; row: Locator }> {
  const lease = await vault.issue('db-app');
  await browser.openTab('web');
  await browser.refresh();
  const row = browser.leaseRow(lease.leaseId);
  await row.waitFor();
  return { lease, row };
}

describe('the buttons of an owner', () => {
  it('renew a lease, which Vault then says', async () => {
    const { lease, row } = await aLeaseOfWeb();
    await expect(vault.renewedAt(lease.leaseId)).resolves.toBeUndefined();

    await press(row, /^Renew/);

    await browser
      .section('Leases')
      .getByText(/^Renewed/)
      .waitFor();
    await expect(vault.renewedAt(lease.leaseId)).resolves.toMatch(/^\d{4}-/);
    await vault.revoke(lease.leaseId);
  });

  it('revoke a lease after telling whom it hits, and its user can no longer log in', async () => {
    const { lease, row } = await aLeaseOfWeb();
    await expect(vault.logIn('wizard', lease)).resolves.toBe(lease.username);

    await press(row, /^Revoke/);
    const dialog = browser.page.getByRole('dialog');
    expect(await dialog.innerText()).toContain('db-app');
    await browser.picture('revoke');
    await press(dialog, /^Revoke/);

    await browser
      .section('Leases')
      .getByText(/^Revoked/)
      .waitFor();
    await row.waitFor({ state: 'detached' });
    await expect(vault.logIn('wizard', lease)).rejects.toThrow(
      /password authentication failed/,
    );
  });

  it('take nothing away when the dialog is left', async () => {
    const { lease, row } = await aLeaseOfWeb();

    await press(row, /^Revoke/);
    await press(browser.page.getByRole('dialog'), /^Cancel/);

    await browser.page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect(vault.logIn('wizard', lease)).resolves.toBe(lease.username);
    await vault.revoke(lease.leaseId);
  });

  it('have a certificate issued anew', async () => {
    const { namespace, certificate } = TLS;
    const before = await cluster.revision(namespace, certificate);
    await browser.openTab('grade-api');
    const card = browser.section('Certificates');
    const row = card.getByRole('row').filter({ hasText: certificate });

    await press(row, /^Re-issue/);
    await press(browser.page.getByRole('dialog'), /^Re-issue/);

    await card.getByText(/^cert-manager was told/).waitFor();
    await until(
      'the certificate has its next revision',
      async () => (await cluster.revision(namespace, certificate)) > before,
      120_000,
    );
    await browser.refresh();
    await row.getByText('Valid').first().waitFor();
    expect(await card.getByRole('alert').count()).toBe(0);
  });
});

describe('the tab of a service that is not the reader’s', () => {
  it('shows leases and why they are not theirs to change, and has no button for it', async () => {
    await browser.openTab('invoices');
    const leases = browser.section('Leases');
    await leases.getByText('invoices-role').first().waitFor();

    await leases
      .getByText(/may not/)
      .first()
      .waitFor();
    const buttons = leases.getByRole('button', { name: /^(Renew|Revoke)/ });
    expect(await buttons.count()).toBe(0);
  });
});
