import { DeliveryMethod, deliveryMethods } from './choices';

/** What a person compares when choosing a delivery method, in the order it is shown. */
export const deliveryAspects = [
  { id: 'leaseHolder', title: 'Who holds the lease' },
  { id: 'perPodCredentials', title: 'A credential for each pod' },
  { id: 'plaintextInEtcd', title: 'Plain text in a Kubernetes Secret' },
  { id: 'reload', title: 'How the application sees a rotation' },
  { id: 'revocation', title: 'When the login ends' },
  { id: 'podCost', title: 'Extra cost of a pod' },
  { id: 'format', title: 'Spelling of the file' },
  { id: 'certificates', title: 'Certificates' },
] as const;
/** One aspect of the comparison. */
export type DeliveryAspect = (typeof deliveryAspects)[number]['id'];

/** One delivery method beside the others. */
export interface DeliveryComparison {
  readonly method: DeliveryMethod;
  readonly title: string;
  /** When to choose it, in one sentence. */
  readonly choose: string;
  readonly aspects: Readonly<Record<DeliveryAspect, string>>;
}

const certificates =
  'cert-manager issues and renews them, whatever delivers the credential';

const comparisons: Record<
  DeliveryMethod,
  Omit<DeliveryComparison, 'method'>
> = {
  'agent-injector': {
    title: 'Vault Agent Injector',
    choose:
      'Choose it when each pod shall have a login of its own that ends with the pod, and no credential may lie in etcd.',
    aspects: {
      leaseHolder: 'An agent in each pod, which also renews it',
      perPodCredentials: 'Yes: one lease a pod',
      plaintextInEtcd: 'No: the file lives in the memory of the pod',
      reload:
        'The file changes, and a process of the pod gets SIGHUP when one is named',
      revocation: 'With the pod',
      podCost: 'Two containers: about 64 MiB and 0.025 CPU while it runs',
      format: 'Any',
      certificates,
    },
  },
  vso: {
    title: 'Vault Secrets Operator',
    choose:
      'Choose it when pods shall know nothing of Vault and may share one login for the whole workload.',
    aspects: {
      leaseHolder: 'The operator: one lease a workload, renewed at 67 %',
      perPodCredentials: 'No: all replicas share one login',
      plaintextInEtcd: 'Yes, in a Secret of the namespace',
      reload: 'The operator restarts the workload',
      revocation: 'When the VaultDynamicSecret is deleted',
      podCost: 'None',
      format: 'Any but pgpass',
      certificates,
    },
  },
  eso: {
    title: 'External Secrets Operator',
    choose:
      'Choose it when it is already the standard of the cluster and a new login at each refresh is acceptable.',
    aspects: {
      leaseHolder:
        'Nobody: each refresh makes a new login, well before the last one ends',
      perPodCredentials: 'No: all replicas share one login',
      plaintextInEtcd: 'Yes, in a Secret of the namespace',
      reload:
        'The mounted file changes within a minute or two; the application watches it',
      revocation: 'When its time is over; nothing revokes it earlier',
      podCost: 'None',
      format: 'Any but pgpass',
      certificates,
    },
  },
  csi: {
    title: 'Secrets Store CSI driver with the Vault provider',
    choose:
      'Choose it when no sidecar is wanted, each pod shall have its own login and the application can read one file a field.',
    aspects: {
      leaseHolder:
        'The provider on the node; it renews only with its own agent, which its chart installs',
      perPodCredentials: 'Yes: one lease a mount',
      plaintextInEtcd: 'No: the files live in the memory of the node',
      reload:
        'The files change when the driver runs with rotation, which is off by default',
      revocation: 'When the token of the provider ends',
      podCost: 'None; one process a node',
      format: 'One file a field: db-username and db-password',
      certificates,
    },
  },
};

/** The delivery methods side by side, in the order they are offered. */
export const deliveryComparison: readonly DeliveryComparison[] =
  deliveryMethods.map(method => ({ method, ...comparisons[method] }));
