import { request } from 'node:https';

import {
  KubernetesServer,
  startKubernetes,
} from '../kubernetes/startKubernetes';
import { startPostgres } from '../startPostgres';
import { Surroundings } from './VaultSession';

/** A PostgreSQL and a Kubernetes API for one run of the cases. */
export interface RunningSurroundings extends Surroundings {
  stop(): Promise<void>;
}

async function addServiceAccount(server: KubernetesServer): Promise<void> {
  const status = await new Promise<number>((resolve, reject) => {
    const sent = request(
      `${server.url}/api/v1/namespaces/default/serviceaccounts`,
      {
        ca: server.caPem,
        method: 'POST',
        headers: {
          Authorization: `Bearer ${server.adminToken}`,
          'Content-Type': 'application/json',
        },
      },
      answer => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      },
    );
    sent.on('error', reject);
    sent.end(JSON.stringify({ metadata: { name: 'app' } }));
  });
  if (status !== 201) {
    throw new Error(`service account app was not made: HTTP ${status}`);
  }
}

/** Starts both on free ports, with a service account `app` in namespace `default`. */
export async function startSurroundings(): Promise<RunningSurroundings> {
  const [postgres, kubernetes] = await Promise.all([
    startPostgres(),
    startKubernetes({ customResourceDefinitions: [] }),
  ]);
  const stop = async () => {
    await Promise.all([postgres.stop(), kubernetes.stop()]);
  };
  try {
    await addServiceAccount(kubernetes);
    const account = { namespace: 'default', name: 'app' };
    const { host, port, user, password } = postgres;
    return {
      database: { host, port, user, password, database: 'postgres' },
      kubernetes: {
        url: kubernetes.url,
        caPem: kubernetes.caPem,
        reviewerToken: kubernetes.adminToken,
        appToken: await kubernetes.issueServiceAccountToken(account),
        vaultAudienceToken: await kubernetes.issueServiceAccountToken({
          ...account,
          audiences: ['vault'],
        }),
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
