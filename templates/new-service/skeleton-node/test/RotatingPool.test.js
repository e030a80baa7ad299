import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';

import { RotatingPool } from '../src/RotatingPool.js';

const user = username => ({
  username,
  password: 'p',
  host: 'db',
  port: 5432,
  database: 'd',
  sslMode: 'disable',
});

let stored;
let opened;
let refused;
let pool;

/** A pool whose queries end when the test says so. */
function open(credentials) {
  if (refused.has(credentials.username)) {
    return Promise.reject(new Error('password authentication failed'));
  }
  const made = { name: credentials.username, ended: false, waiting: [] };
  opened.push(made);
  return Promise.resolve({
    query: text =>
      new Promise((resolve, reject) => {
        const fail = code => reject(Object.assign(new Error(code), { code }));
        if (text === 'quick') resolve(made.name);
        else if (refused.has(made.name)) fail('28P01');
        else made.waiting.push({ finish: () => resolve(made.name), fail });
      }),
    end: async () => {
      made.ended = true;
    },
  });
}

beforeEach(async () => {
  stored = user('first');
  opened = [];
  refused = new Set();
  pool = new RotatingPool({ read: async () => stored, open });
  await pool.start();
});

describe('RotatingPool', () => {
  it('uses the new user for new queries and lets the old ones finish', async () => {
    const underWay = pool.query('slow');
    stored = user('second');
    assert.equal(await pool.reload(), true);

    assert.equal(await pool.query('quick'), 'second');
    assert.equal(opened[0].ended, false);
    opened[0].waiting[0].finish();
    assert.equal(await underWay, 'first');
    assert.equal(opened[0].ended, true);
  });

  it('opens nothing when the credentials are the same', async () => {
    assert.equal(await pool.reload(), false);
    assert.equal(opened.length, 1);
  });

  it('opens one pool when several reloads come at once', async () => {
    stored = user('second');
    await Promise.all([pool.reload(), pool.reload(), pool.reload()]);
    assert.deepEqual(
      opened.map(({ name }) => name),
      ['first', 'second'],
    );
  });

  it('keeps what works when the new user is refused', async () => {
    stored = user('second');
    refused.add('second');
    assert.equal(await pool.reload(), false);
    assert.equal(await pool.query('quick'), 'first');
  });

  it('tries a refused login again with the credentials that are there by then', async () => {
    refused.add('first');
    stored = user('second');
    const answer = pool.query('slow');
    while (!opened[1]?.waiting.length) await setImmediate();
    opened[1].waiting[0].finish();
    assert.equal(await answer, 'second');
  });

  it('does not repeat a query that failed while it ran', async () => {
    stored = user('second');
    const answer = pool.query('slow');
    opened[0].waiting[0].fail('57P01');
    await assert.rejects(answer, { code: '57P01' });
    assert.equal(opened.length, 1);
  });

  it('closes every pool when it stops, after the last query', async () => {
    const underWay = pool.query('slow');
    stored = user('second');
    await pool.reload();
    const stopped = pool.stop();
    opened[0].waiting[0].finish();
    await Promise.all([underWay, stopped]);
    assert.deepEqual(
      opened.map(({ ended }) => ended),
      [true, true],
    );
  });
});
