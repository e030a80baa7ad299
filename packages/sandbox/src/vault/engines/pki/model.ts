import { KeyObject } from 'node:crypto';
import { KeyShape } from './keys';
import { X509Certificate } from './x509';

/** A private key of the mount. */
export interface KeyRecord {
  readonly id: string;
  name: string;
  readonly shape: KeyShape;
  readonly privateKey: KeyObject;
}

/** What happens to a leaf that would outlive its issuer. */
export type LeafNotAfterBehavior = 'err' | 'truncate' | 'permit';

/** The URLs an issuer, or the whole mount, writes into certificates. */
export interface AiaUrls {
  issuing_certificates: string[];
  crl_distribution_points: string[];
  ocsp_servers: string[];
}

/** A CA certificate of the mount, with the key that signs for it when the mount has it. */
export interface IssuerRecord {
  readonly id: string;
  name: string;
  readonly keyId: string;
  readonly certificate: X509Certificate;
  leafNotAfterBehavior: LeafNotAfterBehavior;
  usage: string[];
  manualChain: string[] | null;
  revocationSignatureAlgorithm: string;
  urls: AiaUrls;
  revokedAt?: Date;
}

/** A certificate the mount issued. */
export interface CertificateRecord {
  readonly serial: string;
  readonly certificate: X509Certificate;
  readonly issuerId: string;
  revokedAt?: Date;
}

/** A CRL as built: DER, and when it stops being current. */
export interface CrlRecord {
  readonly der: Uint8Array;
  readonly number: number;
  readonly nextUpdate: Date;
}
