import { readFileSync } from 'node:fs';

import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  readStatementProfiles,
  StatementProfile,
} from 'backstage-plugin-service-secrets-node';

import { provisionConfigSchema, WrittenOffer } from './configSchema';
import { Offer, ProvisionConfig } from './ProvisionConfig';

const KEY = 'serviceSecrets.provision';

/** Where the platform itself lives: provisioning into these would be a way to its secrets. */
const reserved = [
  'kube-*',
  'openshift*',
  'default',
  'vault*',
  'cert-manager*',
  'backstage*',
  'external-secrets*',
  'argocd*',
  'flux-system',
  'istio-system',
];

/** What the guard rails are checked against. */
export interface KnownNames {
  readonly environments: readonly string[];
}

interface Place {
  readonly where: string;
  readonly profiles: ReadonlyMap<string, StatementProfile>;
  readonly environments: readonly string[];
}

function ownerRef(value: string, where: string): string {
  try {
    const ref = parseEntityRef(value, {
      defaultKind: 'group',
      defaultNamespace: 'default',
    });
    return stringifyEntityRef(ref).toLocaleLowerCase('en-US');
  } catch {
    throw new InputError(`${where}: '${value}' is no entity ref`);
  }
}

function base64Of(file: string, where: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new InputError(`${where}: file ${file} cannot be read`);
  }
  if (!text.includes('-----BEGIN CERTIFICATE-----')) {
    throw new InputError(`${where}: file ${file} holds no PEM certificate`);
  }
  return Buffer.from(text).toString('base64');
}

function refuseTwins(ids: readonly string[], where: string): void {
  const twin = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twin !== undefined) throw new InputError(`${where} has two '${twin}'`);
}

function checkDatabases(offer: WrittenOffer, { where, profiles }: Place): void {
  offer.databases.forEach((database, index) => {
    const at = `${where}.databases[${index}]`;
    for (const id of database.profiles) {
      const profile = profiles.get(id);
      if (!profile) {
        throw new InputError(
          `${at}.profiles: there is no '${id}' in ${KEY}.statementProfiles`,
        );
      }
      if (profile.engine !== database.engine) {
        throw new InputError(
          `${at}.profiles: '${id}' is for ${profile.engine}, the database is ${database.engine}`,
        );
      }
    }
  });
}

function checkOffer(offer: WrittenOffer, place: Place): void {
  const { where, environments } = place;
  const unknown = offer.environments?.find(
    name => !environments.includes(name),
  );
  if (unknown !== undefined) {
    throw new InputError(
      `${where}.environments: there is no '${unknown}' in serviceSecrets.environments`,
    );
  }
  refuseTwins(
    offer.databases.map(({ id }) => id),
    `${where}.databases`,
  );
  refuseTwins(
    offer.certificates.map(({ id }) => id),
    `${where}.certificates`,
  );
  checkDatabases(offer, place);
}

function readOffer(written: WrittenOffer, where: string): Offer {
  const { maxTtl, vaultCaFile, certificates, owners, ...offer } = written;
  return {
    ...offer,
    owners: owners.map(owner => ownerRef(owner, `${where}.owners`)),
    maxTtlSeconds: maxTtl,
    vaultCaBundle: vaultCaFile && base64Of(vaultCaFile, `${where}.vaultCaFile`),
    certificates: certificates.map(({ maxDuration, ...certificate }) => ({
      ...certificate,
      maxDurationSeconds: maxDuration,
    })),
  };
}

function placeOf(path: readonly PropertyKey[]): string {
  return path
    .map(part => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('');
}

/** Reads the guard rails of provisioning; a rail that could not hold is refused at start. */
export function readProvisionConfig(
  root: Config,
  { environments }: KnownNames,
): ProvisionConfig {
  const profiles = readStatementProfiles(root);
  const parsed = provisionConfigSchema.safeParse(root.getOptional(KEY) ?? {});
  if (!parsed.success) {
    throw new InputError(
      parsed.error.issues
        .map(({ path, message }) => `${KEY}${placeOf(path)}: ${message}`)
        .join('; '),
    );
  }
  const { offers, reservedNamespaces, ...rest } = parsed.data;
  return {
    mode: rest.mode,
    applyManifests: rest.applyManifests,
    createNamespaces: rest.createNamespaces,
    reservedNamespaces: [...reserved, ...reservedNamespaces],
    profiles,
    offers: offers.map((offer, index) => {
      const where = `${KEY}.offers[${index}]`;
      checkOffer(offer, { where, profiles, environments });
      return readOffer(offer, where);
    }),
  };
}
