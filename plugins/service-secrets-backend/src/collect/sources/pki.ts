import { isName } from 'backstage-plugin-service-secrets-common';
import type {
  Mounted,
  MountLimits,
  PkiIssuer,
  PkiRole,
  VaultApi,
} from 'backstage-plugin-service-secrets-node';

import { SourceFailure } from '../failure';
import { Parts } from '../Parts';
import { Read } from '../SourceResult';
import { CertificatesAnswer } from './certificates';

/** What stands behind one signing path; absent parts do not exist in Vault. */
export interface SigningPathAnswer {
  /** As the issuer writes it. */
  readonly path: string;
  /** Absent when the path is not `mount/sign/role`. */
  readonly at?: Mounted;
  readonly role?: PkiRole;
  readonly ca: Read<PkiIssuer | undefined>;
  readonly limits: Read<MountLimits | undefined>;
}

/** The PKI roles and CAs behind the service's issuers. */
export type PkiAnswer = readonly SigningPathAnswer[];

/** `mount/sign/role`, spelled as names must be; anything else is never asked for. */
export function parseSigningPath(path: string): Mounted | undefined {
  const [role, verb, ...mount] = path.split('/').reverse();
  const at = { mount: mount.reverse().join('/'), name: role };
  return verb === 'sign' &&
    isName('mount', at.mount) &&
    isName('vaultName', at.name)
    ? at
    : undefined;
}

async function askSigningPath(
  vault: VaultApi,
  path: string,
  parts: Parts,
): Promise<SigningPathAnswer> {
  const at = parseSigningPath(path);
  if (!at) return { path, ca: undefined, limits: undefined };
  const role = await vault.pkiRole(at);
  if (!role) return { path, at, ca: undefined, limits: undefined };
  const [ca, limits] = await Promise.all([
    parts.read(() =>
      vault.pkiIssuer({ mount: at.mount, name: role.issuerRef }),
    ),
    parts.read(() => vault.mountLimits(at.mount)),
  ]);
  return { path, at, role, ca, limits };
}

/** What do the PKI roles and CAs behind the service's issuers say? */
export async function askPki(
  vault: VaultApi,
  certificates: CertificatesAnswer,
  target: string,
): Promise<{ data: PkiAnswer; partial?: SourceFailure }> {
  const parts = new Parts(target);
  const paths = certificates.flatMap(({ issuer }) =>
    issuer && issuer !== 'unreadable' && issuer.vault ? issuer.vault.path : [],
  );
  const data = await Promise.all(
    [...new Set(paths)].map(path => askSigningPath(vault, path, parts)),
  );
  return { data, partial: parts.failure };
}
