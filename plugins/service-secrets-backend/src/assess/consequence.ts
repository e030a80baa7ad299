import {
  durationWords,
  Finding,
  findingDefinitions,
  WiringNodeKind,
} from 'backstage-plugin-service-secrets-common';

import { isRead } from '../collect/SourceResult';
import { leaseEnd } from '../resolve/resolveLeases';
import { ServiceView } from '../resolve/ServiceView';

type Consequence = (who: string) => string;

const noCredential: Consequence = who =>
  `Pods of ${who} cannot get their database credential.`;

const noCertificate: Consequence = who =>
  `The certificate of ${who} cannot be renewed.`;

/** What follows for the service when the link to a station is broken. */
const consequences: Readonly<Partial<Record<WiringNodeKind, Consequence>>> = {
  delivery: noCredential,
  'service-account': who => `Pods of ${who} cannot start.`,
  'auth-role': who => `Pods of ${who} cannot log in to Vault.`,
  policy: noCredential,
  'database-role': noCredential,
  connection: noCredential,
  issuer: noCertificate,
  'pki-role': noCertificate,
  ca: noCertificate,
};

/** These pods run, and may get something: what they get is not what the service claims. */
const speakForThemselves: ReadonlySet<string> = new Set([
  'injectorSkippedPod',
  'pathNotClaimed',
]);

/** The one workload by its name; several by that of the service. */
function nameOf({ workloads, binding }: ServiceView): string {
  const read = isRead(workloads)
    ? workloads.map(({ workload }) => workload.name)
    : [];
  const names =
    read.length > 0 ? read : binding.workloads.map(({ name }) => name);
  const [only] = names;
  const service = binding.entityRef.slice(
    binding.entityRef.lastIndexOf('/') + 1,
  );
  return `\`${names.length === 1 ? only : service}\``;
}

/** What a finding means for the service, as a sentence. */
export function consequenceOf(finding: Finding, view: ServiceView): string {
  const { code, severity, link } = finding;
  // What delivers cannot log in; the pods may have started before.
  const to = link?.from === 'delivery' ? link.from : link?.to;
  const tell = to && consequences[to];
  return severity === 'broken' && tell && !speakForThemselves.has(code)
    ? tell(nameOf(view))
    : `${findingDefinitions[code].sentence}.`;
}

const endWithLogin: ReadonlySet<WiringNodeKind> = new Set([
  'delivery',
  'service-account',
  'auth-role',
  'policy',
  'database-role',
  'connection',
]);

/** How long the credentials issued before the break still work. */
export function respiteOf(
  { severity, link }: Finding,
  { leases }: ServiceView,
  now: Date,
): string | undefined {
  if (severity !== 'broken' || !link || !endWithLogin.has(link.to)) {
    return undefined;
  }
  const living = (isRead(leases) ? leases : [])
    .flatMap(role => role.leases)
    .filter(({ state }) => state !== 'irrevocable' && state !== 'expired');
  const left =
    Math.max(...living.map(({ lease }) => leaseEnd(lease).getTime())) -
    now.getTime();
  return left > 0
    ? `Existing leases end in ${durationWords(left / 1000)}.`
    : undefined;
}
