import { databaseService, faultNamespace } from './databaseService';
import type { FaultSeed } from './Fault';

function fault(
  service: string,
  texts: { fault: string; sentence: string },
  seed: FaultSeed['seed'],
): FaultSeed {
  return { service, namespace: faultNamespace(service), ...texts, seed };
}

/** Everything between a pod and its credentials that can be missing or wrong. */
export const accessFaults: readonly FaultSeed[] = [
  fault(
    'orders',
    {
      fault: 'service-account-not-bound',
      sentence:
        'The auth role "orders" is bound to the service account orders-legacy; the pods run as orders-sa.',
    },
    () =>
      databaseService('orders', {
        authRole: { serviceAccount: 'orders-legacy' },
      }),
  ),
  fault(
    'billing',
    {
      fault: 'policy-lacks-path',
      sentence:
        'The policy "billing" does not grant database/creds/billing-role, the path the pods read.',
    },
    () =>
      databaseService('billing', {
        policy: { 'secret/data/billing': ['read'] },
      }),
  ),
  fault(
    'shipping',
    {
      fault: 'role-not-allowed',
      sentence:
        'The connection shipping-db does not list shipping-role in allowed_roles.',
    },
    () => databaseService('shipping', { allowedRoles: ['shipping-reports'] }),
  ),
  fault(
    'payments',
    {
      fault: 'wrong-injected-path',
      sentence:
        'The pod template asks for database/creds/payment-role; the role is called payments-role.',
    },
    () =>
      databaseService('payments', {
        injectedPath: 'database/creds/payment-role',
      }),
  ),
  fault(
    'search',
    {
      fault: 'auth-role-missing',
      sentence:
        'The pods log in with the auth role "search", which does not exist.',
    },
    () => databaseService('search', { authRole: 'missing' }),
  ),
  fault(
    'profile',
    {
      fault: 'namespace-not-bound',
      sentence:
        'The auth role "profile" is bound to the namespace profile; the pods run in fault-profile.',
    },
    () =>
      databaseService('profile', {
        authRole: { namespace: 'profile' },
      }),
  ),
];
