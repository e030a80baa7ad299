import { ServiceState } from 'backstage-plugin-service-secrets-common';

import { endText } from './fleetText';
import { expiryWords } from './fleetWords';
import { ago } from './time';

function environmentText({ environment, sentence }: ServiceState): string {
  return environment === '' ? sentence : `${environment}: ${sentence}`;
}

/** What is told of a service where there is room for a chip only: why, what ends next, and how old all that is. */
export function stateText(
  state: ServiceState,
  servedAt: string,
  trouble?: string,
): string[] {
  const now = Date.parse(servedAt);
  const { nextExpiry, collectedAt, stale } = state;
  const lines = [environmentText(state)];
  if (nextExpiry) {
    const { what, name, at } = nextExpiry;
    lines.push(
      `Next: ${expiryWords[what]} \`${name}\`, ${endText(what, at, now)}.`,
    );
  }
  const read = collectedAt ? `Read ${ago(collectedAt, now)}` : 'Never read';
  lines.push(
    stale
      ? `${read}; the last collection could not read all of it.`
      : `${read}.`,
  );
  if (trouble) lines.push(`This could not be asked for again: ${trouble}`);
  return lines;
}
