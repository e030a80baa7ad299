import {
  PlannedChange,
  ProvisionedKind,
  ProvisionPlan,
} from 'backstage-plugin-service-secrets-common';

import { counted } from '../../format/words';

/** What happens to an object. */
export type ChangeAction = PlannedChange['action'];

/** How an action is shown: a sign, a heading, and a verb for the sentence. */
export const actionWords: Readonly<
  Record<
    ChangeAction,
    { readonly sign: string; readonly heading: string; readonly verb: string }
  >
> = {
  conflict: { sign: '✕', heading: 'Conflict', verb: 'in conflict' },
  create: { sign: '+', heading: 'Create', verb: 'to create' },
  update: { sign: '~', heading: 'Update', verb: 'to update' },
  unchanged: { sign: '=', heading: 'Unchanged', verb: 'unchanged' },
};

/** The order a reviewer needs: what stops everything first, what does not change last. */
export const actionOrder: readonly ChangeAction[] = [
  'conflict',
  'create',
  'update',
  'unchanged',
];

/** What each kind of object is called. */
export const kindWords: Readonly<Record<ProvisionedKind, string>> = {
  policy: 'Policy',
  'auth-role': 'Auth role',
  'database-role': 'Database role',
  'static-role': 'Static role',
  'allowed-role': 'Allowed roles of the connection',
  'pki-role': 'PKI role',
  'kv-placeholder': 'Place in the KV store',
};

/** The changes with one action. */
export function changesOf(
  plan: ProvisionPlan,
  action: ChangeAction,
): readonly PlannedChange[] {
  return plan.changes.filter(change => change.action === action);
}

/** The plan in one sentence. */
export function planSentence(plan: ProvisionPlan): string {
  const counts = actionOrder.map(
    action => [action, changesOf(plan, action).length] as const,
  );
  const parts = counts
    .filter(([, count]) => count > 0)
    .map(([action, count]) => `${count} ${actionWords[action].verb}`);
  const files =
    plan.files.length > 0
      ? `, and ${counted(plan.files.length, 'manifest')}`
      : '';
  const objects = counted(plan.changes.length, 'object');
  if (counts.every(([action, n]) => action === 'unchanged' || n === 0)) {
    return plan.changes.length === 0
      ? `Nothing in Vault belongs to this plan${files}.`
      : `Vault is as it should be: all of its ${objects} stay unchanged${files}.`;
  }
  return `${objects} in Vault: ${parts.join(', ')}${files}.`;
}
