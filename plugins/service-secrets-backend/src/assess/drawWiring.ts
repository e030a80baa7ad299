import {
  WiringChain,
  WiringNode,
} from 'backstage-plugin-service-secrets-common';

import { Chain, resolveChains, Station } from '../resolve/chains';
import { ServiceView } from '../resolve/ServiceView';
import type { LocatedFinding } from './assessService';
import { Place } from './Check';

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
): WiringChain {
  const { links, cause } = linkStates(chain, located);
  const broken = links.indexOf('broken');
  const nodes = chain.stations.map((station, index): WiringNode => {
    const { kind, name, facts } = station;
    const behind = broken >= 0 && index > broken + 1;
    const at = broken >= 0 && index === broken + 1;
    const state =
      at && cause && absences.has(cause.finding.code)
        ? 'broken'
        : stateOf(station, behind);
    return { kind, name, facts: [...facts], state };
  });
  return { kind: chain.kind, nodes, links, findingId: cause?.finding.id };
}

/** Draws the chains of a service and marks the first broken link of each. */
export function drawWiring(
  view: ServiceView,
  located: readonly LocatedFinding[],
): WiringChain[] {
  return resolveChains(view).map(chain => drawChain(chain, located));
}
