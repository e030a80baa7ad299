import { parseDuration } from '../fields';
import { authorityKeyId } from './certificateBuilder';
import { signingKey } from './keys';
import { CrlRecord, IssuerRecord } from './model';
import { PkiStore } from './PkiStore';
import { Extension, X509CrlGenerator } from './x509';

const crlNumberOid = '2.5.29.20';

/** A small non-negative INTEGER in DER. */
function derInteger(value: number): Uint8Array {
  const hex = value.toString(16);
  const even = hex.length % 2 === 1 ? `0${hex}` : hex;
  // A set top bit would read as negative.
  const padded = parseInt(even.slice(0, 2), 16) > 0x7f ? `00${even}` : even;
  return Buffer.from([2, padded.length / 2, ...Buffer.from(padded, 'hex')]);
}

/** Builds the CRLs of a mount, one per issuer that can sign. */
export class CrlKeeper {
  constructor(
    private readonly store: PkiStore,
    private readonly now: () => number = Date.now,
  ) {}

  /** The CRL of an issuer; with auto_rebuild, made anew before it runs out. */
  async current(issuer: IssuerRecord): Promise<CrlRecord | undefined> {
    const crl = this.store.crls.get(issuer.id);
    const grace = parseDuration(this.store.crlConfig.auto_rebuild_grace_period);
    const due =
      crl !== undefined &&
      this.store.crlConfig.auto_rebuild &&
      crl.nextUpdate.getTime() - (grace ?? 0) * 1000 <= this.now();
    return due || !crl ? this.rebuild(issuer) : crl;
  }

  async rebuildAll(): Promise<void> {
    for (const issuer of this.store.issuers.values()) {
      await this.rebuild(issuer);
    }
  }

  /** Signs a new CRL; nothing when the mount does not have the issuer's key. */
  async rebuild(issuer: IssuerRecord): Promise<CrlRecord | undefined> {
    const key = this.store.keys.get(issuer.keyId);
    if (!key) {
      return undefined;
    }
    const signer = await signingKey(key.privateKey);
    const number = (this.store.crls.get(issuer.id)?.number ?? 0) + 1;
    const thisUpdate = new Date(Math.floor(this.now() / 1000) * 1000);
    const seconds = parseDuration(this.store.crlConfig.expiry) ?? 0;
    const nextUpdate = new Date(thisUpdate.getTime() + seconds * 1000);
    const authority = authorityKeyId(issuer.certificate);
    const crl = await X509CrlGenerator.create({
      issuer: issuer.certificate.subjectName,
      thisUpdate,
      nextUpdate,
      entries: this.entriesOf(issuer),
      signingAlgorithm: signer.algorithm,
      signingKey: signer.privateKey,
      extensions: [
        ...(authority ? [authority] : []),
        new Extension(crlNumberOid, false, derInteger(number)),
      ],
    });
    const record = { der: new Uint8Array(crl.rawData), number, nextUpdate };
    this.store.crls.set(issuer.id, record);
    return record;
  }

  private entriesOf(issuer: IssuerRecord) {
    if (this.store.crlConfig.disable) {
      return [];
    }
    return [...this.store.certificates.values()].flatMap(
      ({ certificate, issuerId, revokedAt }) =>
        issuerId === issuer.id && revokedAt
          ? [
              {
                serialNumber: certificate.serialNumber,
                revocationDate: revokedAt,
              },
            ]
          : [],
    );
  }
}
