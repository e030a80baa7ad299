import { SourceStatus } from 'backstage-plugin-service-secrets-common';

import { Check, Problem, quoted } from '../Check';

/** One upstream that is down fails many sources; it is one problem. */
function groupKey({ target, failure }: SourceStatus): string {
  return [target, failure?.code, failure?.missingRule].join(' ');
}

function describe(sources: readonly SourceStatus[]): Problem {
  const names = sources.map(({ name }) => name);
  const [{ failure }] = sources;
  const shown = sources.some(({ fetchedAt }) => fetchedAt !== undefined)
    ? ' What was read before is shown.'
    : '';
  return {
    subject: { kind: 'source', name: names.join(',') },
    message: `Could not read ${quoted(names)}. ${failure?.message}.${shown}`,
    remedy: failure?.missingRule
      ? `Grant the reader this rule, then refresh: ${failure.missingRule}`
      : undefined,
  };
}

/** A part of the picture could not be read, so the verdict on it is unknown. */
export const sourceUnreadable: Check = ({ view }) => {
  const groups = new Map<string, SourceStatus[]>();
  for (const source of view.sources.filter(({ failure }) => failure)) {
    const key = groupKey(source);
    groups.set(key, [...(groups.get(key) ?? []), source]);
  }
  return [...groups.values()].map(describe);
};
