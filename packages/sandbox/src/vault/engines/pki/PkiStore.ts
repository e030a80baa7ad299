import { randomUUID } from 'node:crypto';
import { badRequest, internalError } from '../../problems';
import { publicDer, signatureBitsOf, shapeOf } from './keys';
import {
  AiaUrls,
  CertificateRecord,
  CrlRecord,
  IssuerRecord,
  KeyRecord,
} from './model';
import { certificatePem, publicKeyOf, publicKeyObject } from './pem';
import { PkiRole } from './roleFields';
import { formatSerial } from './serials';
import { X509Certificate } from './x509';

const genericName = /^\w(?:[\w.-]*\w)?$/;

/** What an issuer's certificate is checked against when its key is looked for. */
interface NewIssuer {
  certificate: X509Certificate;
  name?: string;
}

/** How CRLs are made. Durations as Vault prints them. */
export interface CrlConfig {
  expiry: string;
  disable: boolean;
  ocsp_disable: boolean;
  ocsp_expiry: string;
  auto_rebuild: boolean;
  auto_rebuild_grace_period: string;
  enable_delta: boolean;
  delta_rebuild_interval: string;
}

/** Everything one pki mount keeps. */
export class PkiStore {
  readonly roles = new Map<string, PkiRole>();
  readonly issuers = new Map<string, IssuerRecord>();
  readonly keys = new Map<string, KeyRecord>();
  readonly certificates = new Map<string, CertificateRecord>();
  readonly crls = new Map<string, CrlRecord>();
  defaultIssuerId = '';
  defaultKeyId = '';
  defaultFollowsLatest = false;
  urls: AiaUrls = {
    issuing_certificates: [],
    crl_distribution_points: [],
    ocsp_servers: [],
  };
  cluster = { path: '', aia_path: '' };
  crlConfig: CrlConfig = {
    expiry: '72h',
    disable: false,
    ocsp_disable: false,
    ocsp_expiry: '12h',
    auto_rebuild: false,
    auto_rebuild_grace_period: '12h',
    enable_delta: false,
    delta_rebuild_interval: '15m',
  };

  /** An issuer by `default`, id or name. */
  findIssuer(ref: string): IssuerRecord | undefined {
    const id = ref === 'default' || ref === '' ? this.defaultIssuerId : ref;
    return (
      this.issuers.get(id) ??
      [...this.issuers.values()].find(
        issuer => issuer.name !== '' && issuer.name === id,
      )
    );
  }

  /** The same, or Vault's error for a reference that leads nowhere. */
  requireIssuer(ref: string): IssuerRecord {
    const issuer = this.findIssuer(ref);
    if (issuer) {
      return issuer;
    }
    throw internalError(
      ref === 'default'
        ? 'no default issuer currently configured'
        : `unable to find PKI issuer for reference: ${ref}`,
    );
  }

  /** A key by `default`, id or name. */
  findKey(ref: string): KeyRecord | undefined {
    const id = ref === 'default' ? this.defaultKeyId : ref;
    return (
      this.keys.get(id) ??
      [...this.keys.values()].find(key => key.name !== '' && key.name === id)
    );
  }

  /** Refuses an issuer name that is taken or reserved. */
  checkIssuerName(name: string, owner?: IssuerRecord): void {
    if (name === 'default') {
      throw badRequest(
        "reserved keyword 'default' can not be used as issuer name",
      );
    }
    if (name && !genericName.test(name)) {
      throw badRequest('issuer name contained invalid characters');
    }
    const holder = name ? this.findIssuer(name) : undefined;
    if (holder && holder !== owner) {
      throw badRequest('issuer name already in use');
    }
  }

  /** Refuses a key name that is taken or reserved. */
  checkKeyName(name: string, owner?: KeyRecord): void {
    if (name === 'default') {
      throw badRequest(
        "reserved keyword 'default' can not be used as key name",
      );
    }
    const holder = name ? this.findKey(name) : undefined;
    if (holder && holder !== owner) {
      throw badRequest('key name already in use');
    }
  }

  addKey(key: Omit<KeyRecord, 'id'>): KeyRecord {
    const record: KeyRecord = { ...key, id: randomUUID() };
    this.keys.set(record.id, record);
    this.defaultKeyId ||= record.id;
    return record;
  }

  /** The key that belongs to a certificate or request, when the mount has it. */
  keyFor(spki: string): KeyRecord | undefined {
    return [...this.keys.values()].find(
      key => publicDer(key.privateKey) === spki,
    );
  }

  /** Adds a CA certificate. The first one whose key is here becomes the default. */
  addIssuer({ certificate, name = '' }: NewIssuer): IssuerRecord {
    const keyId = this.keyFor(publicKeyOf(certificate))?.id ?? '';
    const issuer: IssuerRecord = {
      id: randomUUID(),
      name,
      keyId,
      certificate,
      leafNotAfterBehavior: 'err',
      usage: [
        'read-only',
        'issuing-certificates',
        'crl-signing',
        'ocsp-signing',
      ],
      manualChain: null,
      revocationSignatureAlgorithm: signatureName(certificate),
      urls: {
        issuing_certificates: [],
        crl_distribution_points: [],
        ocsp_servers: [],
      },
    };
    this.issuers.set(issuer.id, issuer);
    const unset = !this.issuers.has(this.defaultIssuerId);
    if (keyId && (unset || this.defaultFollowsLatest)) {
      this.defaultIssuerId = issuer.id;
    }
    return issuer;
  }

  /** The issuer with the same certificate, if there is one. */
  sameIssuer(certificate: X509Certificate): IssuerRecord | undefined {
    const pem = certificatePem(certificate);
    return [...this.issuers.values()].find(
      issuer => certificatePem(issuer.certificate) === pem,
    );
  }

  addCertificate(certificate: X509Certificate, issuerId: string): void {
    const serial = formatSerial(certificate.serialNumber);
    this.certificates.set(serial, { serial, certificate, issuerId });
  }

  /** The chain from an issuer up to the last known parent, itself first. */
  chainOf(issuer: IssuerRecord): X509Certificate[] {
    if (issuer.manualChain) {
      return issuer.manualChain
        .map(ref => this.findIssuer(ref)?.certificate)
        .filter(certificate => certificate !== undefined);
    }
    const chain = [issuer.certificate];
    for (;;) {
      const last = chain[chain.length - 1];
      const parent = [...this.issuers.values()].find(
        ({ certificate }) =>
          certificate.subject === last.issuer && !chain.includes(certificate),
      );
      if (last.subject === last.issuer || !parent) {
        return chain;
      }
      chain.push(parent.certificate);
    }
  }
}

/** How issuers name what they sign their revocation lists with. */
function signatureName({ publicKey }: X509Certificate): string {
  const shape = shapeOf(publicKeyObject({ publicKey }));
  const hash = `SHA${signatureBitsOf(shape)}`;
  if (shape.type === 'rsa') return `${hash}WithRSA`;
  return shape.type === 'ec' ? `ECDSAWith${hash}` : 'Ed25519';
}
