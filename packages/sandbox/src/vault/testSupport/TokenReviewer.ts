import { generateKeyPairSync, webcrypto } from 'node:crypto';
import { createServer, Server } from 'node:https';
import { AddressInfo } from 'node:net';

import * as x509 from '../engines/pki/x509';

/** A review as it arrived. */
export interface ReceivedReview {
  readonly authorization: string;
  readonly body: { spec: { token: string; audiences?: string[] } };
}

async function selfSigned() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'der' },
  });
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const der = x509.PemConverter.decode(privateKey)[0];
  const signing = await webcrypto.subtle.importKey(
    'pkcs8',
    der,
    algorithm,
    true,
    ['sign'],
  );
  const verifying = await webcrypto.subtle.importKey(
    'spki',
    publicKey,
    algorithm,
    true,
    ['verify'],
  );
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=cluster',
    keys: { privateKey: signing, publicKey: verifying },
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true),
      new x509.SubjectAlternativeNameExtension([
        { type: 'ip', value: '127.0.0.1' },
      ]),
    ],
  });
  return { key: privateKey, cert: certificate.toString('pem') };
}

/** The part of a cluster that a login talks to, over TLS. */
export class TokenReviewer {
  readonly reviews: ReceivedReview[] = [];
  /** What the next reviews answer as their `status`. */
  status: object = {};
  /** Labels of every namespace. */
  labels: Record<string, string> = {};

  private constructor(
    private readonly server: Server,
    readonly caPem: string,
  ) {}

  static async start(): Promise<TokenReviewer> {
    const { key, cert } = await selfSigned();
    const server = createServer({ key, cert });
    const reviewer = new TokenReviewer(server, cert);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const answer = request.url?.includes('/namespaces/')
          ? { metadata: { labels: reviewer.labels } }
          : { status: reviewer.status };
        if (text) {
          reviewer.reviews.push({
            authorization: request.headers.authorization ?? '',
            body: JSON.parse(text),
          });
        }
        response.setHeader('Content-Type', 'application/json');
        response.end(JSON.stringify(answer));
      });
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return reviewer;
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo; // listened on a port
    return `https://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }
}
