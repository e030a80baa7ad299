import {
  CertificateOffer,
  DatabaseOffer,
  Offer,
  ProvisionConfig,
} from './ProvisionConfig';
import { matchesAny } from './patterns';
import { ProvisionRequest } from 'backstage-plugin-service-secrets-common';

function duration(seconds: number): string {
  return `${seconds} seconds`;
}

function checkPlace(request: ProvisionRequest, offer: Offer): string[] {
  const { namespace, delivery } = request;
  return [
    ...(matchesAny(offer.namespaces, namespace)
      ? []
      : [`namespace ${namespace} is not among ${offer.namespaces.join(', ')}`]),
    ...(offer.deliveryMethods.includes(delivery)
      ? []
      : [
          `delivery ${delivery} is not among ${offer.deliveryMethods.join(
            ', ',
          )}`,
        ]),
    ...(request.kv && !offer.kv ? ['no KV store is on offer'] : []),
  ];
}

function checkDatabase(request: ProvisionRequest, offer: Offer): string[] {
  const { database } = request;
  if (!database) return [];
  const found = offer.databases.find(({ id }) => id === database.offer);
  if (!found) return [`database ${database.offer} is not on offer`];
  return [
    ...(found.profiles.includes(database.profile)
      ? []
      : [
          `profile ${database.profile} of database ${found.id} is not on offer`,
        ]),
    ...(database.maxTtlSeconds <= offer.maxTtlSeconds
      ? []
      : [
          `database.maxTtlSeconds is more than ${duration(
            offer.maxTtlSeconds,
          )}`,
        ]),
  ];
}

function checkStaticRole(request: ProvisionRequest, offer: Offer): string[] {
  const { staticRole } = request;
  if (!staticRole) return [];
  const found = offer.databases.find(({ id }) => id === staticRole.offer);
  if (!found) return [`database ${staticRole.offer} is not on offer`];
  return matchesAny(found.staticUsernames, staticRole.username)
    ? []
    : [
        `database user ${staticRole.username} of database ${found.id} is not on offer`,
      ];
}

/**
 * Whether a name can be this service's and nobody else's. Within a domain it
 * must carry service and namespace in the place Kubernetes puts them:
 * `<name>.<namespace>.<domain>`; anything else has to be on the operator's list.
 */
function isOwnName(
  dnsName: string,
  { name, namespace }: ProvisionRequest,
  offer: CertificateOffer,
): boolean {
  return (
    offer.dnsNames.includes(dnsName) ||
    offer.domains.some(domain => {
      const own = `${name}.${namespace}.${domain}`;
      return dnsName === own || dnsName.endsWith(`.${own}`);
    })
  );
}

function checkCertificate(request: ProvisionRequest, offer: Offer): string[] {
  const { certificate, name, namespace } = request;
  if (!certificate) return [];
  const found = offer.certificates.find(({ id }) => id === certificate.offer);
  if (!found) return [`certificate ${certificate.offer} is not on offer`];
  const foreign = certificate.dnsNames.filter(
    dnsName => !isOwnName(dnsName, request, found),
  );
  return [
    ...foreign.map(
      dnsName =>
        `DNS name ${dnsName} is not this service's: within ${
          found.domains.join(', ') || 'no domain'
        } it may ask for ${name}.${namespace}.<domain> and names that end in it`,
    ),
    ...(certificate.durationSeconds <= found.maxDurationSeconds
      ? []
      : [
          `certificate.durationSeconds is more than ${duration(
            found.maxDurationSeconds,
          )}`,
        ]),
  ];
}

function problemsWith(request: ProvisionRequest, offer: Offer): string[] {
  return [
    ...checkPlace(request, offer),
    ...checkDatabase(request, offer),
    ...checkStaticRole(request, offer),
    ...checkCertificate(request, offer),
  ];
}

/** The offers an owner has in an environment. */
export function offersFor(
  { offers }: ProvisionConfig,
  owner: string,
  environment: string,
): Offer[] {
  return offers.filter(
    offer =>
      offer.owners.includes(owner) &&
      (offer.environments?.includes(environment) ?? true),
  );
}

/** What of an offer a request uses. */
export interface ChosenOffer {
  readonly offer: Offer;
  readonly database?: DatabaseOffer;
  readonly staticDatabase?: DatabaseOffer;
  readonly certificate?: CertificateOffer;
}

/** The offer that covers a request, or why none does. */
export type RequestCheck =
  | { readonly kind: 'covered'; readonly chosen: ChosenOffer }
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

/** A service is called as its entity: names in Vault, DNS and Kubernetes follow from it, so another name would be another service's. */
function nameProblems(request: ProvisionRequest): string[] {
  const entityName = request.entityRef.slice(
    request.entityRef.lastIndexOf('/') + 1,
  );
  return entityName === request.name
    ? []
    : [`name must be ${entityName}, the name of its entity`];
}

/**
 * Checks a request against the operator's guard rails. One offer must cover
 * all of it, not the sum of several: an offer is read by a human as what
 * belongs together. Nothing is offered by default.
 */
export function checkRequest(
  request: ProvisionRequest,
  config: ProvisionConfig,
): RequestCheck {
  const { owner, environment, namespace } = request;
  if (matchesAny(config.reservedNamespaces, namespace)) {
    return {
      kind: 'refused',
      problems: [`namespace ${namespace} is reserved for the platform`],
    };
  }
  const offers = offersFor(config, owner, environment);
  if (offers.length === 0) {
    return {
      kind: 'refused',
      problems: [
        `nothing is on offer for ${owner} in environment ${environment}; the operator sets serviceSecrets.provision.offers`,
      ],
    };
  }
  const [best] = offers
    .map(offer => ({
      offer,
      problems: [...nameProblems(request), ...problemsWith(request, offer)],
    }))
    .sort((a, b) => a.problems.length - b.problems.length);
  return best.problems.length > 0
    ? { kind: 'refused', problems: best.problems }
    : { kind: 'covered', chosen: choose(request, best.offer) };
}

function choose(request: ProvisionRequest, offer: Offer): ChosenOffer {
  const databaseOf = (id: string | undefined) =>
    offer.databases.find(database => database.id === id);
  return {
    offer,
    database: databaseOf(request.database?.offer),
    staticDatabase: databaseOf(request.staticRole?.offer),
    certificate: offer.certificates.find(
      ({ id }) => id === request.certificate?.offer,
    ),
  };
}
