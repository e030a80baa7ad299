import { FakeClock } from '../testSupport/FakeClock';
import { RequestGate } from './RequestGate';

const LATENCY_MS = 20;
const CALLS = 2000;

/** An upstream that takes so many requests in each second, and says when to come back or does not. */
class Upstream {
  asked = 0;
  private second = -1;
  private taken = 0;

  constructor(
    private readonly clock: FakeClock,
    private readonly quota: number,
    private readonly saysWhen: boolean,
  ) {}

  /** Milliseconds to wait, `true` when it did what was asked. */
  ask(): true | number | undefined {
    this.asked += 1;
    const now = this.clock.now();
    const second = Math.floor(now / 1000);
    if (second !== this.second) Object.assign(this, { second, taken: 0 });
    this.taken += 1;
    if (this.taken <= this.quota) return true;
    return this.saysWhen ? (second + 1) * 1000 - now : undefined;
  }
}

/** Sends calls until each is done. */
async function finish(gate: RequestGate, clock: FakeClock, upstream: Upstream) {
  let done = 0;
  function settle(answer: true | number | undefined) {
    gate.leave();
    if (answer === true) {
      gate.succeeded();
      done += 1;
    } else {
      gate.pause(answer);
      gate.wait(start);
    }
  }
  function start() {
    clock.after(LATENCY_MS, () => settle(upstream.ask()));
  }
  for (let call = 0; call < CALLS; call++) gate.wait(start);
  for (let step = 0; done < CALLS && step < 100_000; step++) {
    await clock.advance(LATENCY_MS / 2);
  }
  return done;
}

function setUp(requestsPerSecond = 200, concurrency = 8) {
  const clock = new FakeClock();
  const gate = new RequestGate({ concurrency, requestsPerSecond }, clock);
  return { clock, gate };
}

describe('RequestGate', () => {
  it('asks at most 5 % too often when the upstream says when to come back', async () => {
    const { clock, gate } = setUp();
    const upstream = new Upstream(clock, 100, true);

    expect(await finish(gate, clock, upstream)).toBe(CALLS);
    expect(upstream.asked).toBeLessThanOrEqual(CALLS * 1.05);
    expect(upstream.asked).toBeGreaterThan(CALLS);
  });

  it('asks at most 10 % too often when the upstream does not say', async () => {
    const { clock, gate } = setUp();
    const upstream = new Upstream(clock, 100, false);

    expect(await finish(gate, clock, upstream)).toBe(CALLS);
    expect(upstream.asked).toBeLessThanOrEqual(CALLS * 1.1);
    expect(upstream.asked).toBeGreaterThan(CALLS);
  });

  it('uses what the upstream gives: a quota of half the rate takes no more than three times its time', async () => {
    const { clock, gate } = setUp();
    const startedAt = clock.now();
    await finish(gate, clock, new Upstream(clock, 100, true));

    expect(clock.now() - startedAt).toBeLessThan(3 * (CALLS / 100) * 1000);
  });

  it('holds all requests back while one was told to wait, and no longer than ten seconds', async () => {
    const { clock, gate } = setUp();
    expect(gate.tryEnter()).toBe(true);
    gate.pause(3_600_000);
    gate.leave();
    let started = false;
    gate.wait(() => {
      started = true;
    });

    expect(gate.tryEnter()).toBe(false);
    await clock.advance(9_900);
    expect(started).toBe(false);
    await clock.advance(200);
    expect(started).toBe(true);
  });

  it('keeps to its rate and to its cap', async () => {
    const { clock, gate } = setUp(100, 4);
    let [underWay, most, started] = [0, 0, 0];
    const start = () => {
      started += 1;
      underWay += 1;
      most = Math.max(most, underWay);
      clock.after(LATENCY_MS, () => {
        underWay -= 1;
        gate.leave();
      });
    };
    for (let call = 0; call < 500; call++) gate.wait(start);
    await clock.advance(2000);

    expect(most).toBe(4);
    expect(started).toBeGreaterThan(150);
    expect(started).toBeLessThanOrEqual(2 * 100 + 10);
  });

  it('lets nobody in who gave up, and nobody past those who wait', async () => {
    const { clock, gate } = setUp(200, 1);
    expect(gate.tryEnter()).toBe(true);
    const started: string[] = [];
    const giveUp = gate.wait(() => started.push('gave up'));
    gate.wait(() => started.push('next'));
    giveUp();
    expect(gate.tryEnter()).toBe(false);
    gate.leave();
    await clock.advance(100);

    expect(started).toEqual(['next']);
  });
});
