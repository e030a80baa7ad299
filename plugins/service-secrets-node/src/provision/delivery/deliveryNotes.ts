import { ServiceSpec } from '../ServiceSpec';
import { vaultAuthority } from './vaultAuthority';

/** What a reviewer of rendered manifests should know and cannot see in them, in sentences. */
export function deliveryNotes(spec: ServiceSpec): string[] {
  return [
    ...workloadNotes(spec),
    ...databaseNotes(spec),
    ...kvNotes(spec),
    ...vaultAuthority(spec).map(
      ({ metadata }) =>
        `Secret ${metadata.name}, which holds the public certificate authority of Vault, is in the files of the plan only: Backstage writes no Secrets.`,
    ),
    ...(spec.vaultServer.startsWith('http://')
      ? [
          'Vault is reached without TLS: credentials cross the network in plain text.',
        ]
      : []),
  ];
}

function workloadNotes(spec: ServiceSpec): string[] {
  if (spec.image) return [];
  return [
    `The workload exists: kubernetes/workload-patch.yaml changes Deployment ${spec.name}, and where it names a container it takes "${spec.name}". Rename it when yours is called otherwise.`,
    `The pods will run as service account ${spec.serviceAccount}: give it whatever rights the account they run as now has in the cluster.`,
  ];
}

function databaseNotes({ delivery, database }: ServiceSpec): string[] {
  if (!database) return [];
  return [
    ...(delivery === 'csi'
      ? [
          `The CSI provider writes one file a field, db-username and db-password; the format ${database.format} is not used.`,
        ]
      : []),
    ...(database.reloadProcess && delivery !== 'agent-injector'
      ? [
          `Only the agent signals a process: with ${delivery}, ${database.reloadProcess} gets no SIGHUP.`,
        ]
      : []),
    ...(delivery === 'agent-injector' && database.format === 'env'
      ? [
          'A shell reads an env file once: the application must be restarted, or read the file itself, to see the next credential.',
        ]
      : []),
  ];
}

function kvNotes({ delivery, kv }: ServiceSpec): string[] {
  if (!kv) return [];
  const waits = delivery === 'agent-injector' || delivery === 'csi';
  return [
    waits
      ? 'The KV place is empty: write its first version before the pods roll out, or they wait for it.'
      : 'The KV place is empty: the file "settings" appears when its first version was written.',
    ...(delivery === 'csi'
      ? [
          'The CSI provider writes Vault\'s whole answer into "settings": the values are under data.data.',
        ]
      : []),
  ];
}
