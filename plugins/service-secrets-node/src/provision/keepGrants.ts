import { isName } from 'backstage-plugin-service-secrets-common';

import { DesiredObject, DesiredPolicy } from './DesiredState';
import { ActualObject } from './VaultProvisionerApi';

/**
 * A grant as `renderPolicy` writes it: its reason, its path, what may be done
 * there. From the beginning of a line: anywhere else, a long line of remarks
 * would be read through again from each of its `#`.
 */
const block =
  /^# [^\n]*\npath "([a-z0-9][a-z0-9_./-]*)" \{\n {2}capabilities = \[([^\]\n]*)\]\n\}$\n?/gm;

interface Block {
  readonly text: string;
  readonly path: string;
  readonly capabilities: string;
}

function blocksOf(text: string): Block[] {
  return [...text.matchAll(block)].map(([whole, path, capabilities]) => ({
    text: `${whole.trimEnd()}\n`,
    path,
    capabilities,
  }));
}

/** What a policy says beside grants as we write them: of one of ours, its owner's line. */
function besideBlocks(text: string): string {
  return text.replace(block, '').trim();
}

const leasePaths = ['sys/leases/renew', 'sys/leases/revoke'];

/** Whether a path leads to a credential that has the name of the policy's own service; names are injective. */
function isOwnPath(policy: string, path: string): boolean {
  const service = policy.slice('svc-'.length);
  const dot = service.indexOf('.');
  const place =
    dot < 0
      ? `${service}/${service}`
      : `${service.slice(0, dot)}/${service.slice(dot + 1)}`;
  const [, kind, rest = ''] =
    /^.+?\/(creds|static-creds|data|metadata)\/(.+)$/.exec(path) ?? [];
  switch (kind) {
    case 'creds':
      return (
        rest.startsWith(`${policy}.`) &&
        isName('configName', rest.slice(policy.length + 1))
      );
    case 'static-creds':
      return (
        rest.startsWith(`${policy}_`) &&
        isName('vaultName', rest.slice(policy.length + 1))
      );
    case 'data':
    case 'metadata':
      return rest.endsWith(`/${place}`);
    default:
      return false;
  }
}

function keptBlocks(desired: DesiredPolicy, actual: string): Block[] {
  const wanted = new Set(blocksOf(desired.text).map(({ path }) => path));
  const others = blocksOf(actual).filter(({ path }) => !wanted.has(path));
  const own = others.filter(
    ({ path, capabilities }) =>
      capabilities === '"read"' && isOwnPath(desired.name, path),
  );
  if (own.length === 0) return [];
  return others.filter(
    one =>
      own.includes(one) ||
      (leasePaths.includes(one.path) && one.capabilities === '"update"'),
  );
}

/**
 * A request adds to what its service was given before and takes nothing away:
 * a second database must not cost the first. So the policy of the pods keeps
 * the grants of an earlier request, told by the service's name in their path;
 * any other line somebody added is drift and goes. Retirement takes all.
 */
export function keepGrants(
  desired: DesiredObject,
  actual: ActualObject | undefined,
): DesiredObject {
  if (desired.kind !== 'policy' || actual?.kind !== 'policy') return desired;
  if (!desired.name.startsWith('svc-')) return desired;
  const kept = keptBlocks(desired, actual.text);
  if (kept.length === 0) return desired;
  const present = new Set(blocksOf(actual.text).map(({ text }) => text));
  const wanted = blocksOf(desired.text).map(({ text }) => text);
  const isAllThere =
    wanted.every(text => present.has(text)) &&
    present.size === wanted.length + kept.length;
  const isNothingElse =
    besideBlocks(actual.text) === besideBlocks(desired.text);
  // The order of requests is no difference worth a write; a line of somebody else is.
  const text =
    isAllThere && isNothingElse
      ? actual.text
      : [desired.text, ...kept.map(one => one.text)].join('\n');
  return { ...desired, text };
}

/** Paths a policy keeps from earlier requests, for a note to the reviewer. */
export function keptPaths(
  desired: DesiredPolicy,
  planned: DesiredPolicy,
): string[] {
  const wanted = new Set(blocksOf(desired.text).map(({ path }) => path));
  return blocksOf(planned.text)
    .map(({ path }) => path)
    .filter(path => !wanted.has(path) && !leasePaths.includes(path));
}
