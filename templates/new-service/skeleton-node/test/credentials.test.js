import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';

import { readCredentials, tlsOptions } from '../src/credentials.js';

let folder;
let file;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'credentials-'));
  file = path.join(folder, 'db');
});

after(() => rm(folder, { recursive: true }));

const good = {
  username: 'u',
  password: 'p"\\\n',
  host: 'db',
  port: 5432,
  database: 'd',
  sslMode: 'verify-full',
};

describe('readCredentials', () => {
  it('answers what was rendered, whatever is in the password', async () => {
    await writeFile(file, JSON.stringify(good));
    assert.deepEqual(await readCredentials(file), good);
  });

  it('says that a file is half written, without its text', async () => {
    await writeFile(file, '{"password": "hunter2');
    await assert.rejects(readCredentials(file), error => {
      assert.match(error.message, /is no JSON/);
      assert.doesNotMatch(error.message, /hunter2/);
      return true;
    });
  });

  for (const field of Object.keys(good)) {
    it(`says that ${field} is missing`, async () => {
      await writeFile(file, JSON.stringify({ ...good, [field]: undefined }));
      await assert.rejects(readCredentials(file), new RegExp(`"${field}"`));
    });
  }
});

describe('tlsOptions', () => {
  it('checks the name of the server unless it was told less', () => {
    assert.deepEqual(tlsOptions(good, 'CA'), { ca: 'CA', host: 'db' });
    assert.equal(tlsOptions({ ...good, sslMode: 'disable' }), false);
  });
});
