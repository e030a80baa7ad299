import { readFile } from 'node:fs/promises';

import { Locator, Page } from 'playwright-core';

/** The fleet page, as a reviewer works with it. */
export class FleetTour {
  constructor(private readonly page: Page, private readonly appUrl: string) {}

  /** Opens the page with something in its address, such as `view=expiry`. */
  async open(query = ''): Promise<void> {
    await this.page.goto(`${this.appUrl}/service-secrets?${query}`);
    await this.page.getByRole('button', { name: 'Collect now' }).waitFor();
  }

  /** The row of a service; its name stands right before its environment. */
  row(service: string): Locator {
    const cell = this.page
      .locator('[data-label="Service"]')
      .filter({ hasText: new RegExp(`^\\s*${service}\\s*production`) });
    return this.page.getByRole('row').filter({ has: cell });
  }

  /** Names of the services, as they stand from top to bottom. */
  async services(): Promise<string[]> {
    const rows = await this.page.locator('[data-label="Service"]').all();
    const texts = await Promise.all(rows.map(row => row.innerText()));
    return texts.map(text => text.split('\n')[0]);
  }

  /** Opens what is known of a service beside the table. */
  async details(service: string): Promise<Locator> {
    await this.row(service)
      .getByRole('button', { name: new RegExp(`^${service}\\b`) })
      .click();
    const details = this.page
      .getByRole('complementary')
      .filter({ has: this.page.getByRole('region', { name: 'Notices' }) });
    await details.waitFor();
    return details;
  }

  /** Mutes from a service's details, until the day the dialog proposes. */
  async mute(notices: Locator, reason: string): Promise<void> {
    await notices.getByRole('button', { name: 'Mute notices…' }).click();
    const dialog = this.page
      .getByRole('dialog')
      .filter({ hasText: 'Muted until' });
    await dialog.getByRole('textbox', { name: 'Reason' }).fill(reason);
    await dialog.getByRole('button', { name: 'Mute', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  /** Signs a service off for the time the dialog proposes. */
  async signOff(service: string, note: string): Promise<void> {
    await this.page
      .getByRole('checkbox', { name: `Select ${service} production` })
      .check();
    await this.page
      .getByRole('button', { name: /^Sign off/ })
      .first()
      .click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Note' }).fill(note);
    await dialog.getByRole('button', { name: 'Sign off', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  /** Exports as CSV and answers the text of the file. */
  async exportCsv(): Promise<string> {
    const saved = this.page.waitForEvent('download');
    await this.page.getByRole('button', { name: 'Export CSV' }).click();
    const download = await saved;
    return readFile(await download.path(), 'utf8');
  }
}
