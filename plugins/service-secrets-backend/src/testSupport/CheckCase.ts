import { FindingCode } from 'backstage-plugin-service-secrets-common';
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

/** Runs a table of cases: the check fires for its cause, says so, and is unknown without its source. */
export function describeCases(cases: readonly CheckCase[]): void {
  it.each(cases.map(row => [row.code, row.cause, row] as const))(
    'reports %s when %s',
    async (_code, _cause, { code, arrange, says, breaks }) => {
      const world = new World();
      arrange(world);

      const { environments } = await world.report();

      const found = environments[0].findings.find(
        finding => finding.code === code,
      );
      expect(found?.message).toMatch(says);
      expect(found?.remedy).not.toBe('');
      const first = environments[0].wiring.find(
        ({ findingId }) => findingId === found?.id,
      );
      const at = first?.links.indexOf('broken') ?? -1;
      const broken =
        first && at >= 0
          ? `${first.nodes[at].kind} > ${first.nodes[at + 1].kind}`
          : undefined;
      expect(broken).toBe(breaks);
    },
  );

  const needy = cases.flatMap(row =>
    row.needs ? [[row.code, row.needs] as const] : [],
  );
  it.each([...new Map(needy.map(row => [row[0], row])).values()])(
    'cannot tell %s when %s is not answered',
    async (code, needs) => {
      const world = new World();
      withhold(world, needs);

      expect(await world.unknown()).toContain(code);
      const codes = await codesOf(world);
      expect(codes).not.toContain(code);
      expect(codes).toContain('sourceUnreadable');
    },
  );
}
