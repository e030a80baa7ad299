import {
  FailureCode,
  sourceNameWords,
} from 'backstage-plugin-service-secrets-common';

import { Check, Problem } from '../Check';
import { FailedSources, failedSources } from '../outages';

const reasons: Readonly<Record<FailureCode, string>> = {
  denied: 'the reader has no permission',
  'not-found': 'there is no such path',
  sealed: 'it is sealed',
  timeout: 'it did not answer in time',
  'rate-limited': 'it refuses more requests for now',
  'bad-answer': 'its answer could not be understood',
  unreachable: 'it cannot be reached',
  'not-configured': 'the operator configured none of that name',
};

const configKeys = { vault: 'instances', kubernetes: 'clusters' } as const;

function remedyOf(group: FailedSources): string {
  const { code, upstream, system, target, missingRule } = group;
  switch (code) {
    case 'denied':
      return missingRule === undefined
        ? `Give the reader of ${upstream} the right to read them; then refresh.`
        : `Grant the reader this rule; then refresh.\n${missingRule}`;
    case 'sealed':
      return `Unseal ${upstream}; then refresh.`;
    case 'unreachable':
    case 'timeout':
      return `Bring ${upstream} back, or correct its address; then refresh.`;
    case 'rate-limited':
      return `Refresh in a while; if it lasts, raise the rate limit of ${upstream}.`;
    case 'not-configured':
      return `Add \`${target}\` to \`serviceSecrets.${configKeys[system]}\`.`;
    default:
      return `Check the address and the version of ${upstream}; then refresh.`;
  }
}

function listed(words: readonly string[]): string {
  const last = words[words.length - 1];
  return words.length > 1
    ? `${words.slice(0, -1).join(', ')} and ${last}`
    : last;
}

function describe(group: FailedSources): Problem {
  const { names, code, upstream, shownSince } = group;
  const what = listed(names.map(name => sourceNameWords[name]));
  const shown =
    shownSince === undefined ? '' : ' What was read before is shown.';
  return {
    subject: { kind: 'source', name: names.join(',') },
    message: `Could not read ${what} of ${upstream}: ${reasons[code]}.${shown}`,
    remedy: remedyOf(group),
  };
}

/** A part of the picture could not be read, so the verdict on it is unknown. */
export const sourceUnreadable: Check = ({ view }) =>
  failedSources(view.sources).map(describe);
