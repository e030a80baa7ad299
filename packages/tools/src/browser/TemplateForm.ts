import { Locator, Page } from 'playwright-core';

import { until } from './until';

/** The form of a template, filled in page by page as somebody does who sees it. */
export class TemplateForm {
  private constructor(private readonly page: Page) {}

  /** Opens the first page of a template's form. */
  static async open(page: Page, url: string): Promise<TemplateForm> {
    await page.goto(url);
    await page.getByRole('button', { name: 'Next' }).waitFor();
    return new TemplateForm(page);
  }

  /** Writes into a text field. */
  async write(label: string, text: string): Promise<void> {
    await this.page.getByRole('textbox', { name: label }).first().fill(text);
  }

  /** Picks an entity of the catalog. */
  async pick(label: string, name: string | RegExp): Promise<void> {
    const field = this.page.getByRole('textbox', { name: label }).first();
    const option = this.page.getByRole('option', { name });
    // The list closes again when its entities arrive after it was opened.
    await until(`${label} offers ${String(name)}`, async () => {
      if (!(await option.isVisible())) await field.click();
      return option.isVisible();
    });
    await option.click();
  }

  /** Chooses an entry of a list. */
  async choose(label: string, name: string): Promise<void> {
    await this.page
      .getByRole('button', { name: new RegExp(label) })
      .first()
      .click();
    await this.page.getByRole('option', { name }).click();
  }

  /** Marks one of several ways. */
  async mark(name: RegExp): Promise<void> {
    // The mark itself is hidden behind a drawn one.
    await this.page.getByRole('radio', { name }).check({ force: true });
  }

  /** Ticks a box. */
  async tick(name: RegExp): Promise<void> {
    await this.page.getByRole('checkbox', { name }).check({ force: true });
  }

  /** Waits for words of the page, and answers where they are. */
  async shows(words: string | RegExp): Promise<Locator> {
    const found = this.page.getByText(words).first();
    await found.waitFor();
    return found;
  }

  /** Goes on, by the button's name. */
  async press(button: string): Promise<void> {
    await this.page.getByRole('button', { name: button, exact: true }).click();
  }

  /** Starts the task and waits until it says under a heading what it did. */
  async run(button: string, heading: string): Promise<string> {
    await this.press(button);
    await this.page.waitForURL(/\/create\/tasks\//);
    const failure = this.page.getByRole('alert').first();
    const outcome = this.page.getByText(heading, { exact: true }).first();
    await outcome.or(failure).waitFor({ timeout: 120_000 });
    return this.page.locator('main, article').first().innerText();
  }
}
