import { X509Certificate, webcrypto, createPrivateKey } from 'node:crypto';
import { chown, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { Client } from 'pg';

const VALID_MS = 365 * 24 * 3600 * 1000;
const KEYS = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' };

interface ServerCertificate {
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
}

async function loadX509() {
  await import('reflect-metadata');
  return import('@peculiar/x509');
}

async function keyPair() {
  const pair = await webcrypto.subtle.generateKey(KEYS, true, [
    'sign',
    'verify',
  ]);
  if (!('privateKey' in pair)) throw new Error('no key pair was generated');
  return pair;
}

async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key));
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    .export({ format: 'pem', type: 'pkcs8' })
    .toString();
}

/** A CA for this run, and a certificate of it for the loopback address. */
async function makeCertificate(host: string): Promise<ServerCertificate> {
  const x509 = await loadX509();
  const [caKeys, keys] = [await keyPair(), await keyPair()];
  const notBefore = new Date(Date.now() - 60_000);
  const notAfter = new Date(Date.now() + VALID_MS);
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=sandbox-postgres-ca',
    notBefore,
    notAfter,
    keys: caKeys,
    signingAlgorithm: SIGNING,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
  });
  const leaf = await x509.X509CertificateGenerator.create({
    serialNumber: '02',
    subject: `CN=${host}`,
    issuer: ca.subject,
    notBefore,
    notAfter,
    publicKey: keys.publicKey,
    signingKey: caKeys.privateKey,
    signingAlgorithm: SIGNING,
    extensions: [
      new x509.SubjectAlternativeNameExtension([
        { type: 'ip', value: host },
        { type: 'dns', value: 'localhost' },
      ]),
    ],
  });
  return {
    ca: new X509Certificate(ca.toString('pem')).toString(),
    certificate: leaf.toString('pem'),
    key: await privateKeyPem(keys.privateKey),
  };
}

/** The server reads its key only when the file is its own and nobody else's. */
async function writeOwned(file: string, text: string): Promise<void> {
  const { uid, gid } = await stat(path.dirname(file));
  await writeFile(file, text, { mode: 0o600 });
  await chown(file, uid, gid);
}

/** Switches TLS on in a running PostgreSQL on this machine; answers the CA to trust. */
export async function enablePostgresTls(
  host: string,
  url: string,
): Promise<string> {
  const made = await makeCertificate(host);
  const client = new Client({ connectionString: url });
  // A server that stops emits an error besides failing the query; unheard, it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ data_directory: string }>(
      'SHOW data_directory',
    );
    const folder = rows[0].data_directory;
    await writeOwned(path.join(folder, 'server.crt'), made.certificate);
    await writeOwned(path.join(folder, 'server.key'), made.key);
    await client.query('ALTER SYSTEM SET ssl = on');
    await client.query('SELECT pg_reload_conf()');
  } finally {
    await client.end();
  }
  return made.ca;
}
