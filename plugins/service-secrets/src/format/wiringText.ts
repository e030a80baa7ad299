import {
  WiringChain,
  WiringNode,
} from 'backstage-plugin-service-secrets-common';

import { momentText } from './time';
import { stationWords } from './words';

/** What a link of the wiring is, in words. */
export const linkWords = {
  ok: 'holds',
  broken: 'is broken',
  unknown: 'could not be checked',
  blocked: 'was not looked at: an earlier link is broken',
} as const;

/** What a station is called: `Deployment`, or the word for its kind. */
export function stationLabel({ kind, label }: WiringNode): string {
  return label ?? stationWords[kind];
}

/** A label within a sentence; abbreviations keep their capitals. */
function inSentence(label: string): string {
  return /^[A-Z]{2}/.test(label)
    ? label
    : label.charAt(0).toLocaleLowerCase('en-US') + label.slice(1);
}

/** What is said of a station, countdowns included. */
export function stationFacts(
  { facts, moment }: WiringNode,
  now: number,
): readonly string[] {
  return moment ? [...facts, momentText(moment, now)] : facts;
}

/** A chain as sentences, one per station, for the text view and for screen readers. */
export function wiringSentences(
  chain: WiringChain,
  now: number,
): readonly string[] {
  return chain.nodes.map((node, index) => {
    const station = [
      `${stationLabel(node)} ${node.name}`,
      ...stationFacts(node, now),
      ...(node.stale ? ['as last known'] : []),
    ].join(', ');
    const link = chain.links[index];
    const next = chain.nodes[index + 1];
    return link && next
      ? `${station}. The link to ${inSentence(stationLabel(next))} ${
          linkWords[link]
        }.`
      : `${station}.`;
  });
}
