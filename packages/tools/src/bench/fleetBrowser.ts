import { Browser, chromium, Page } from 'playwright-core';

import { ensureChromium } from '../testRun/chromium';
import { bundlePage, servePage } from './bundlePage';
import { median } from './rounds';

const PAGE = 'plugins/service-secrets/dev/fleetBench.tsx';
const ROUNDS = 5;
const SHOWN_WITHIN_MS = 30_000;

/** What a person does to see the services. */
export const openings = [
  'Open the page: nothing loaded, no cache',
  'Open the page in an app that is loaded',
  'Switch from History to Services',
] as const;

/** One opening, in milliseconds from the wish to what is painted. */
export interface Opened {
  readonly firstRows: number;
  readonly allRows: number;
  readonly nodes: number;
}

/** One kind of opening over all rounds. */
export interface OpeningFigures {
  readonly opening: string;
  readonly firstRows: { readonly median: number; readonly worst: number };
  readonly allRows: { readonly median: number; readonly worst: number };
  readonly nodes: number;
}

/** What a browser needs for the fleet page. */
export interface BrowserFigures {
  readonly openings: readonly OpeningFigures[];
  readonly rounds: number;
  readonly scriptKilobytes: number;
}

/** Waits until all rows are there; a navigation starts at zero, a click at its mark. */
async function opened(tab: Page, clicked: boolean): Promise<Opened> {
  await tab.waitForFunction(
    () => performance.getEntriesByName('all').length > 0,
    undefined,
    { timeout: SHOWN_WITHIN_MS },
  );
  return tab.evaluate(fromClick => {
    const at = (name: string) =>
      performance.getEntriesByName(name)[0].startTime;
    const start = fromClick ? at('asked') : 0;
    return {
      firstRows: at('rows') - start,
      allRows: at('all') - start,
      nodes: document.querySelectorAll('#root *').length,
    };
  }, clicked);
}

/** All three ways in one tab whose cache is empty. */
async function openAll(browser: Browser, url: string): Promise<Opened[]> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
  });
  try {
    const tab = await context.newPage();
    await tab.goto(url);
    const fromNothing = await opened(tab, false);
    await tab.goto(`${url}&closed`);
    await tab.getByRole('button', { name: 'Open the fleet' }).click();
    const inApp = await opened(tab, true);
    await tab.getByRole('tab', { name: 'History' }).click();
    await tab.getByRole('grid', { name: 'Services' }).waitFor({
      state: 'detached',
    });
    await tab.waitForLoadState('networkidle');
    await tab.getByRole('tab', { name: 'Services' }).click();
    return [fromNothing, inApp, await opened(tab, true)];
  } finally {
    await context.close();
  }
}

function figuresOf(opening: string, all: readonly Opened[]): OpeningFigures {
  const of = (pick: (one: Opened) => number) => ({
    median: median(all.map(pick)),
    worst: Math.max(...all.map(pick)),
  });
  return {
    opening,
    firstRows: of(one => one.firstRows),
    allRows: of(one => one.allRows),
    nodes: median(all.map(({ nodes }) => nodes)),
  };
}

/** Opens the fleet page of a backend in Chromium, a few times in each way. */
export async function measureBrowser(options: {
  readonly root: string;
  /** The backend's. */
  readonly url: string;
  readonly rows: number;
}): Promise<BrowserFigures> {
  const { root, url, rows } = options;
  const files = await bundlePage(root, PAGE);
  const server = await servePage(files, url);
  const browser = await chromium.launch({
    executablePath: await ensureChromium(root),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    const rounds: Opened[][] = [];
    while (rounds.length < ROUNDS)
      rounds.push(await openAll(browser, `${server.url}?rows=${rows}`));
    return {
      openings: openings.map((opening, index) =>
        figuresOf(
          opening,
          rounds.map(round => round[index]),
        ),
      ),
      rounds: ROUNDS,
      scriptKilobytes: Buffer.byteLength(files.get('.js') ?? '') / 1024,
    };
  } finally {
    await browser.close();
    server.close();
  }
}
