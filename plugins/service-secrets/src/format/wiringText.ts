import { WiringChain } from 'backstage-plugin-service-secrets-common';

import { stationWords } from './words';

/** What a link of the wiring is, in words. */
export const linkWords = {
  ok: 'holds',
  broken: 'is broken',
  unknown: 'could not be checked',
  blocked: 'not looked at: an earlier link is broken',
} as const;

/** A chain as sentences, one per station, for the text view and for screen readers. */
export function wiringSentences(chain: WiringChain): readonly string[] {
  return chain.nodes.map(({ kind, name, facts }, index) => {
    const station = [`${stationWords[kind]} ${name}`, ...facts].join(', ');
    const link = chain.links[index];
    const next = chain.nodes[index + 1];
    return link && next
      ? `${station}. The link to ${stationWords[next.kind].toLocaleLowerCase(
          'en-US',
        )} ${linkWords[link]}.`
      : `${station}.`;
  });
}
