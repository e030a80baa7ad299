import path from 'node:path';

import { Browser, chromium, Locator, Page } from 'playwright-core';

import { findChromium } from '../testRun/chromium';
import { TemplateForm } from './TemplateForm';
import { until } from './until';

/** Playwright's 30 s are for idle machines. */
const WAIT_MS = 60_000;

/** A browser on the demo, signed in as the guest. */
export class DemoBrowser {
  private constructor(
    private readonly browser: Browser,
    readonly page: Page,
    private readonly appUrl: string,
  ) {}

  /** Launches Chromium and signs in. */
  static async open(appUrl: string): Promise<DemoBrowser> {
    const executablePath = await findChromium(process.env);
    const browser = await chromium.launch({
      executablePath,
      // Chromium refuses its own sandbox to root, which containers run as.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    });
    const page = await browser.newPage({
      viewport: { width: 1440, height: 1000 },
      // The dev server would pack 50 MB anew for every page, which takes longer than all else a test does.
      extraHTTPHeaders: { 'accept-encoding': 'identity' },
    });
    page.setDefaultTimeout(WAIT_MS);
    const demo = new DemoBrowser(browser, page, appUrl);
    await demo.signIn();
    return demo;
  }

  /** Opens the Secrets tab of a service. */
  async openTab(service: string): Promise<void> {
    await this.page.goto(
      `${this.appUrl}/catalog/default/component/${service}/secrets`,
    );
    await this.section('Status').waitFor();
  }

  /** Opens the overview of a service. */
  async openOverview(service: string): Promise<void> {
    await this.page.goto(`${this.appUrl}/catalog/default/component/${service}`);
  }

  /** Waits for words on the page of an entity that is new; on a busy machine the catalog knows it some seconds later. */
  async showsOnceKnown(words: string): Promise<void> {
    const shown = this.page.getByText(words);
    const unknown = this.page.getByText(/entity (was )?not found/i).first();
    await until(
      `the page of the new entity shows "${words}"`,
      async () => {
        await shown.or(unknown).first().waitFor();
        if (await shown.isVisible()) return true;
        await this.page.reload();
        return false;
      },
      WAIT_MS,
    );
  }

  /** Opens the form of a template. */
  async openTemplate(template: string): Promise<TemplateForm> {
    return TemplateForm.open(
      this.page,
      `${this.appUrl}/create/templates/default/${template}`,
    );
  }

  /** A card of the tab by its heading. */
  section(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true });
  }

  /** Where the report comes from, part by part. */
  sources(): Locator {
    return this.page.getByRole('list', { name: 'Sources' });
  }

  /** The row of a lease, by the end of its id. */
  leaseRow(leaseId: string): Locator {
    return this.section('Leases')
      .getByRole('row')
      .filter({ hasText: leaseId.slice(-8) });
  }

  /** Presses Refresh and waits until the report is new. */
  async refresh(): Promise<void> {
    const answered = this.page.waitForResponse(response =>
      response.url().includes('/report?fresh=true'),
    );
    await this.section('Status')
      .getByRole('button', { name: 'Refresh' })
      .click();
    await answered;
  }

  /** Saves a picture for the docs, when the run is asked to. */
  async picture(name: string): Promise<void> {
    const folder = process.env.PICTURES;
    if (!folder) return;
    const file = path.resolve(folder, `${name}.png`);
    await this.page.screenshot({ path: file, animations: 'disabled' });
  }

  /** The same with some words of the page at its top. */
  async pictureOf(name: string, words: string): Promise<void> {
    if (!process.env.PICTURES) return;
    await this.page
      .getByText(words)
      .first()
      .evaluate(element => element.scrollIntoView({ block: 'start' }));
    await this.picture(name);
  }

  async close(): Promise<void> {
    await this.browser.close();
  }

  private async signIn(): Promise<void> {
    await this.page.goto(this.appUrl);
    await this.page.getByRole('button', { name: 'Enter' }).click();
    await this.page
      .getByRole('link', { name: /^grade-api/ })
      .first()
      .waitFor();
  }
}
