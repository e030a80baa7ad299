import { isDeepStrictEqual } from 'node:util';

import { isObject, type JsonObject } from '../../kubernetes/api/json';
import type { Answer } from '../../kubernetes/testSupport/callApi';

/** Exchanges that are answered differently on purpose, each with its reason. */
export const acceptedExchanges: Readonly<Record<string, string>> = {
  version: 'the sandbox tells its own version',
  groups: 'fewer groups',
  'aggregated discovery of groups': 'fewer groups',
  'aggregated discovery of core': 'fewer resources',
  'resources of core v1': 'fewer resources',
  'watch from nothing sends the state first':
    'the recorded server waited for a revision its old etcd did not report',
  'streaming list':
    'the recorded server had an etcd without progress requests; here the list is streamed',
  'change an immutable pod field': 'no diff of Go structs in the message',
};

const volatile: Record<string, unknown> = {
  uid: 'UID',
  resourceVersion: 'RV',
  description: '…',
  continue: 'MORE',
  token: 'TOKEN',
  serverAddress: 'ADDRESS',
};

/** A value without what differs from run to run. */
export function normalExchange(value: unknown, member = ''): unknown {
  if (Array.isArray(value)) return value.map(item => normalExchange(item));
  if (isObject(value))
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, item]) => [name, normalExchange(item, name)]),
    );
  if (typeof value !== 'string') return value;
  if (value !== '' && member in volatile) return volatile[member];
  return value
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'TIME')
    .replace(/[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}/g, 'UID')
    .replace(/\bweb-[a-z0-9]{5}\b/g, 'web-XXXXX')
    .replace(/^\d+s$/, 'AGE');
}

/** Whether an answer is not what the recorded server said. */
export function exchangeDiffers(answer: Answer, wanted: JsonObject): boolean {
  return (
    answer.status !== wanted.status ||
    !isDeepStrictEqual(normalExchange(answer.body), normalExchange(wanted.body))
  );
}
