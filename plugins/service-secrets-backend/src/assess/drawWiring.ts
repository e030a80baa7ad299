import {
  WiringChain,
  WiringNode,
} from 'backstage-plugin-service-secrets-common';

import { resolveChains } from '../resolve/chains';
import { ServiceView } from '../resolve/ServiceView';
import { Chain, Station } from '../resolve/Station';
import { Place } from './Check';
import type { LocatedFinding } from './LocatedFinding';

type LinkState = WiringChain['links'][number];

function isPlace(place: Place, station: Station): boolean {
  return place.kind === station.kind && place.name === station.name;
}

/** What breaks the link between two stations; hygiene never breaks one. */
function breakOf(
  [from, to]: [Station, Station],
  located: readonly LocatedFinding[],
): LocatedFinding | undefined {
  return located.find(({ links }) =>
    links.some(link => isPlace(link.from, from) && isPlace(link.to, to)),
  );
}

/** A station that is broken itself, rather than refusing what comes before it. */
const absences: ReadonlySet<string> = new Set([
  'deliveryNotSynced',
  'serviceAccountMissing',
  'authRoleMissing',
  'policyMissing',
  'databaseRoleMissing',
  'connectionMissing',
  'issuerMissing',
  'issuerNotReady',
  'issuerPathInvalid',
  'certificateExpired',
  'certificateNotReady',
  'certificateRenewalOverdue',
]);

function stateOf(station: Station, blocked: boolean): WiringNode['state'] {
  if (blocked) return 'blocked';
  return station.known ? 'ok' : 'unknown';
}

function linkStates(
  { stations }: Chain,
  located: readonly LocatedFinding[],
): { links: LinkState[]; cause?: LocatedFinding } {
  const links: LinkState[] = [];
  let cause: LocatedFinding | undefined;
  for (const [index, to] of stations.slice(1).entries()) {
    const from = stations[index];
    if (cause) {
      links.push('blocked');
      continue;
    }
    cause = breakOf([from, to], located);
    if (cause) links.push('broken');
    else links.push(from.known && to.known ? 'ok' : 'unknown');
  }
  return { links, cause };
}

function drawChain(
  chain: Chain,
  located: readonly LocatedFinding[],
  { sources }: ServiceView,
): WiringChain {
  const { links, cause } = linkStates(chain, located);
  const broken = links.indexOf('broken');
  const nodes = chain.stations.map((station, index): WiringNode => {
    const { kind, name, shown, label, facts, moment } = station;
    const behind = broken >= 0 && index > broken + 1;
    const at = broken >= 0 && index === broken + 1;
    const state =
      at && cause && absences.has(cause.finding.code)
        ? 'broken'
        : stateOf(station, behind);
    const source = sources.find(({ name: asked }) => asked === station.source);
    return {
      kind,
      label,
      name: shown ?? name,
      facts: [...facts],
      moment,
      state,
      stale: source?.state === 'stale' ? true : undefined,
    };
  });
  return { kind: chain.kind, nodes, links, findingId: cause?.finding.id };
}

function podKey({ label, name }: WiringNode): string {
  return `${label ?? ''} ${name}`;
}

/** A certificate's chain without the pod, where a chain above shows that pod and the link from it holds. */
function withoutKnownPod(
  chain: WiringChain,
  shown: ReadonlySet<string>,
): WiringChain {
  const [pod] = chain.nodes;
  const [link] = chain.links;
  const needed =
    chain.kind !== 'certificate' ||
    link === 'broken' ||
    chain.nodes.length < 2 ||
    !shown.has(podKey(pod));
  if (needed) return chain;
  return {
    ...chain,
    nodes: chain.nodes.slice(1),
    links: chain.links.slice(1),
  };
}

/** Draws the chains of a service and marks the first broken link of each. */
export function drawWiring(
  view: ServiceView,
  located: readonly LocatedFinding[],
): WiringChain[] {
  const chains = resolveChains(view).map(chain =>
    drawChain(chain, located, view),
  );
  const shown = new Set(
    chains
      .filter(({ kind }) => kind === 'database')
      .map(({ nodes }) => podKey(nodes[0])),
  );
  return chains.map(chain => withoutKnownPod(chain, shown));
}
