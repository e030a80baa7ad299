import { readFile } from 'node:fs/promises';

import { Agent, request } from 'undici';
import { parse } from 'yaml';

interface Kubeconfig {
  readonly clusters: readonly {
    readonly cluster: {
      readonly server: string;
      readonly 'certificate-authority-data': string;
    };
  }[];
  readonly users: readonly { readonly user: { readonly token: string } }[];
}

interface CertificateAnswer {
  readonly status: { readonly revision: number };
}

/** What an administrator of the cluster sees, past Backstage. */
export class ClusterAdmin {
  private constructor(
    private readonly server: string,
    private readonly token: string,
    private readonly agent: Agent,
  ) {}

  /** As the administrator of a kubeconfig. */
  static async open(kubeconfigPath: string): Promise<ClusterAdmin> {
    const { clusters, users }: Kubeconfig = parse(
      await readFile(kubeconfigPath, 'utf8'),
    );
    const { server, 'certificate-authority-data': authority } =
      clusters[0].cluster;
    const ca = Buffer.from(authority, 'base64');
    return new ClusterAdmin(
      server,
      users[0].user.token,
      new Agent({ connect: { ca } }),
    );
  }

  /** The status the API server answers a read with. */
  async status(path: string): Promise<number> {
    const { statusCode, body } = await this.read(path);
    await body.dump();
    return statusCode;
  }

  /** How often a certificate was issued. */
  async revision(namespace: string, certificate: string): Promise<number> {
    const path = `/apis/cert-manager.io/v1/namespaces/${namespace}/certificates/${certificate}`;
    const { body } = await this.read(path);
    const answer: CertificateAnswer = JSON.parse(await body.text());
    return answer.status.revision;
  }

  async close(): Promise<void> {
    await this.agent.close();
  }

  private read(path: string) {
    return request(`${this.server}${path}`, {
      dispatcher: this.agent,
      headers: { authorization: `Bearer ${this.token}` },
    });
  }
}
