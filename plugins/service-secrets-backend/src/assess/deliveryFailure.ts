import type {
  Condition,
  WarningEvent,
} from 'backstage-plugin-service-secrets-node';

import { isRead } from '../collect/SourceResult';
import { deliveryName, DeliveryView } from '../resolve/DeliveryIntent';
import { CheckInput } from './Check';

/** The conditions that say whether an object works; others only tell what it does. */
const decisive: ReadonlySet<string> = new Set([
  'Ready',
  'Healthy',
  'SecretSynced',
]);

/** What the CSI driver's events say that no other volume's do. */
const DRIVER_WORDS = /secrets[- ]store/i;

function said({ reason, message }: Partial<Condition>): string {
  const words = [reason, message].filter(Boolean).join(': ');
  return words.endsWith('.') ? words.slice(0, -1) : words;
}

function failedCondition({
  resource,
  supports,
}: DeliveryView): string | undefined {
  for (const each of [resource, ...supports]) {
    const failed = each.status.conditions.find(
      ({ type, status }) => decisive.has(type) && status === 'False',
    );
    if (failed) {
      const words = said(failed);
      return `\`${deliveryName(each)}\` is not ${failed.type}${
        words && ` (${words})`
      }`;
    }
  }
  return undefined;
}

/** Some failures change no condition: then a warning after the last success tells. */
function newerWarning(
  { resource, name }: DeliveryView,
  events: readonly WarningEvent[],
): string | undefined {
  const { lastSyncedAt } = resource.status;
  const newest = events.find(({ about }) => about === name);
  if (!newest?.lastSeenAt || !lastSyncedAt) return undefined;
  return newest.lastSeenAt > lastSyncedAt
    ? `the operator warns of \`${name}\` (${said(newest)})`
    : undefined;
}

function failedMount(
  { resource, usedBy, name }: DeliveryView,
  { view }: CheckInput,
  events: readonly WarningEvent[],
): string | undefined {
  if (resource.operator !== 'csi' || !isRead(view.workloads)) return undefined;
  const waiting = view.workloads
    .filter(user => usedBy.includes(user.name))
    .flatMap(user => user.pods)
    .filter(({ ready }) => !ready)
    .map(pod => `Pod/${pod.name}`);
  const event = events.find(
    ({ about, reason, message }) =>
      reason === 'FailedMount' &&
      waiting.includes(about) &&
      DRIVER_WORDS.test(message),
  );
  return event && `\`${name}\` cannot be mounted (${said(event)})`;
}

/** Providers report on pods and generators on nothing; the others report within seconds. */
function ignored(
  { resource, name }: DeliveryView,
  { now, thresholds }: CheckInput,
): string | undefined {
  const { operator, createdAt, status } = resource;
  if (operator === 'csi' || status.touched || !createdAt) return undefined;
  return now.getTime() - createdAt.getTime() > thresholds.podStartMs
    ? `no operator has ever reported on \`${name}\``
    : undefined;
}

/** Why what should be delivered is not, in the words of whoever should deliver it. */
export function deliveryFailure(
  delivery: DeliveryView,
  input: CheckInput,
): string | undefined {
  const events = isRead(input.view.events) ? input.view.events : [];
  return (
    failedCondition(delivery) ??
    newerWarning(delivery, events) ??
    failedMount(delivery, input, events) ??
    ignored(delivery, input)
  );
}
