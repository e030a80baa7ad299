import { CDPSession, chromium, Page } from 'playwright-core';

import { findChromium } from '../testRun/chromium';
import { bundlePage, servePage } from './bundlePage';
import { median } from './rounds';

const PAGE = 'plugins/service-secrets/dev/leaseTableBench.tsx';
const ROUNDS = 7;
const TICKING_MS = 5_000;
const SCROLL_STEPS = 120;

/** What one table cost in Chromium: medians of the rounds; times in milliseconds. */
export interface TableFigures {
  readonly name: string;
  /** From the first line of the page's own code to the first painted rows. */
  readonly firstRows: number;
  readonly nodes: number;
  /** Main-thread time of one second of countdowns. */
  readonly perTick: number;
  /** Frame times while the whole list is scrolled through. */
  readonly frameMedian: number;
  readonly frameSlowest: number;
}

type Sample = Omit<TableFigures, 'name'>;

async function mainThreadMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  const task = metrics.find(({ name }) => name === 'TaskDuration');
  return (task?.value ?? NaN) * 1000;
}

async function firstRows(tab: Page): Promise<number> {
  await tab.waitForFunction(
    () => performance.getEntriesByName('rows').length > 0,
  );
  return tab.evaluate(() => {
    const [mount] = performance.getEntriesByName('mount');
    const [rows] = performance.getEntriesByName('rows');
    return rows.startTime - mount.startTime;
  });
}

/** Scrolls through everything in steps of one frame each and times the frames. */
async function scrollFrames(tab: Page, steps: number): Promise<number[]> {
  return tab.evaluate(async count => {
    const scroller = [...document.querySelectorAll('div')].find(
      ({ scrollHeight, clientHeight }) =>
        clientHeight > 0 && scrollHeight > clientHeight * 10,
    );
    if (!scroller) throw new Error('Nothing to scroll');
    const step = scroller.scrollHeight / count;
    const times: number[] = [];
    let last = performance.now();
    for (let index = 1; index <= count; index += 1) {
      scroller.scrollTop = step * index;
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      times.push(now - last);
      last = now;
    }
    return times;
  }, steps);
}

async function sample(tab: Page, url: string): Promise<Sample> {
  await tab.goto(url);
  const shown = await firstRows(tab);
  const nodes = await tab.evaluate(
    () => document.querySelectorAll('#root *').length,
  );
  const session = await tab.context().newCDPSession(tab);
  await session.send('Performance.enable');
  const before = await mainThreadMs(session);
  await tab.waitForTimeout(TICKING_MS);
  const ticking = (await mainThreadMs(session)) - before;
  const frames = await scrollFrames(tab, SCROLL_STEPS);
  await session.detach();
  return {
    firstRows: shown,
    nodes,
    perTick: ticking / (TICKING_MS / 1000),
    frameMedian: median(frames),
    frameSlowest: Math.max(...frames),
  };
}

function summary(name: string, samples: readonly Sample[]): TableFigures {
  const of = (pick: (one: Sample) => number) => median(samples.map(pick));
  return {
    name,
    firstRows: of(one => one.firstRows),
    nodes: of(one => one.nodes),
    perTick: of(one => one.perTick),
    frameMedian: of(one => one.frameMedian),
    frameSlowest: of(one => one.frameSlowest),
  };
}

/** Measures our lease table beside a bare virtual table in Chromium, in alternating rounds. */
export async function measureLeaseTable(root: string): Promise<TableFigures[]> {
  const server = await servePage(await bundlePage(root, PAGE));
  const browser = await chromium.launch({
    executablePath: await findChromium(process.env),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  const tables = [
    { name: 'bare virtual table', url: `${server.url}?table=bare` },
    { name: 'our lease table', url: server.url },
  ];
  try {
    const tab = await browser.newPage({
      viewport: { width: 1440, height: 900 },
    });
    const rounds: Sample[][] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      rounds.push([
        await sample(tab, tables[0].url),
        await sample(tab, tables[1].url),
      ]);
    }
    // The first round fills the browser's caches and does not count.
    const counted = rounds.slice(1);
    return tables.map(({ name }, index) =>
      summary(
        name,
        counted.map(round => round[index]),
      ),
    );
  } finally {
    await browser.close();
    server.close();
  }
}
