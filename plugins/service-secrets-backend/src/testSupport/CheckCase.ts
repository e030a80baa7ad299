import {
  EnvironmentReport,
  Finding,
  FindingCode,
} from 'backstage-plugin-service-secrets-common';
import type {
  KubernetesMethod,
  VaultMethod,
} from 'backstage-plugin-service-secrets-node/testUtils';

import { World } from './World';

/** One way to make a check fire, seen through the whole pipeline. */
export interface CheckCase {
  readonly code: FindingCode;
  readonly cause: string;
  /** Breaks exactly that in a world that is in order. */
  arrange(world: World): void;
  /** What the message must say. */
  readonly says: RegExp;
  /** The stations whose link is the first broken one, when the wiring breaks. */
  readonly breaks?: string;
  /** A question without whose answer the check is unknown; checks of sources themselves have none. */
  readonly needs?: VaultMethod | KubernetesMethod;
}

/** The codes a world reports, most urgent first. */
export async function codesOf(world: World): Promise<FindingCode[]> {
  const { environments } = await world.report();
  return environments.flatMap(({ findings }) =>
    findings.map(({ code }) => code),
  );
}

const vaultMethods: ReadonlySet<string> = new Set([
  'databaseRole',
  'staticRole',
  'connection',
  'authRole',
  'policy',
  'leaseIds',
  'irrevocableLeases',
  'pkiRole',
  'pkiIssuer',
]);

function isVaultMethod(
  method: VaultMethod | KubernetesMethod,
): method is VaultMethod {
  return vaultMethods.has(method);
}

/** Takes the answer to one question away. */
export function withhold(
  world: World,
  method: VaultMethod | KubernetesMethod,
): void {
  if (isVaultMethod(method)) world.vault.fail(method, 'denied');
  else world.kubernetes.fail(method, 'denied');
}

/** Where the first broken link is that a finding explains: `policy > database-role`. */
export function breakExplainedBy(
  { wiring }: EnvironmentReport,
  finding: Finding | undefined,
): string | undefined {
  const chain = wiring.find(({ findingId }) => findingId === finding?.id);
  const at = chain?.links.indexOf('broken') ?? -1;
  return chain && at >= 0
    ? `${chain.nodes[at].kind} > ${chain.nodes[at + 1].kind}`
    : undefined;
}
