import { EngineResponse } from '../../Engine';
import { badRequest, internalError } from '../../problems';
import { rfc3339, unixSeconds } from '../../values/duration';
import { field, readFields } from '../fieldSpecs';
import { booleanField, durationField, textField } from '../fields';
import { lifetimesOf } from '../lifetimes';
import { Call, Route } from '../routes';
import { CrlKeeper } from './CrlKeeper';
import { CertificateRecord } from './model';
import { readBundle, shortestPem } from './pem';
import { PkiStore } from './PkiStore';
import { formatSerial } from './serials';

const tidyFields = {
  tidy_cert_store: field(booleanField, false),
  tidy_revoked_certs: field(booleanField, false),
  safety_buffer: field(durationField, 72 * 3600),
};

/** Refuses anything but one of the two ways to name a certificate. */
function checkWhich(serial: string, pem: string): void {
  if (!serial && !pem) {
    throw badRequest(
      'The serial number or certificate to revoke must be provided.',
    );
  }
  if (serial && pem) {
    throw badRequest(
      'Must provide either the certificate or the serial to revoke; not both.',
    );
  }
  if (pem && pem.length < shortestPem) {
    throw internalError(
      'provided certificate data was too short; perhaps a path was passed to the API rather than the contents of a PEM file',
    );
  }
}

/** Revoking certificates, and tidying away those that have expired. */
export class Revocation {
  constructor(
    private readonly store: PkiStore,
    private readonly crls: CrlKeeper,
  ) {}

  routes(): Route[] {
    return [
      {
        path: 'revoke',
        fields: ['serial_number', 'certificate'],
        on: { update: call => this.revokeAsked(call) },
      },
      {
        path: 'tidy',
        fields: Object.keys(tidyFields),
        on: { update: call => this.tidy(call) },
      },
    ];
  }

  /** Revokes on behalf of a lease. An unknown or expired certificate has nothing left to revoke. */
  async revokeLeased(internal: Record<string, unknown>): Promise<void> {
    const serial = formatSerial(String(internal.serial_number));
    const record = this.store.certificates.get(serial);
    if (record && record.certificate.notAfter.getTime() > Date.now()) {
      await this.revoke(record);
    }
  }

  private async revokeAsked({ data, request }: Call): Promise<EngineResponse> {
    const record = this.recordFor(
      textField(data, 'serial_number') ?? '',
      textField(data, 'certificate') ?? '',
    );
    const own = [...this.store.issuers.values()].find(
      ({ certificate }) =>
        formatSerial(certificate.serialNumber) === record.serial,
    );
    if (own && own.id === record.issuerId) {
      throw badRequest(
        `adding issuer (id: ${own.id}) to its own CRL is not allowed`,
      );
    }
    const { now } = lifetimesOf(request);
    if (!record.revokedAt && record.certificate.notAfter.getTime() < now) {
      return {
        warnings: [
          `certificate with serial ${record.serial} already expired; refusing to add to CRL`,
        ],
      };
    }
    const at = await this.revoke(record);
    return {
      data: {
        revocation_time: unixSeconds(at.getTime()),
        revocation_time_rfc3339: rfc3339(at.getTime()),
        state: 'revoked',
      },
    };
  }

  private recordFor(serial: string, pem: string): CertificateRecord {
    checkWhich(serial, pem);
    const wanted = formatSerial(
      serial || (readBundle(pem).certificates[0]?.serialNumber ?? ''),
    );
    const record = this.store.certificates.get(wanted);
    if (!record) {
      throw badRequest(
        `certificate with serial ${serial || wanted} not found.`,
      );
    }
    return record;
  }

  private async revoke(record: CertificateRecord): Promise<Date> {
    if (record.revokedAt) {
      return record.revokedAt;
    }
    record.revokedAt = new Date();
    const issuer = this.store.issuers.get(record.issuerId);
    if (issuer && !this.store.crlConfig.auto_rebuild) {
      await this.crls.rebuild(issuer);
    }
    return record.revokedAt;
  }

  private async tidy({ data, request }: Call): Promise<EngineResponse> {
    const wish = readFields(tidyFields, data);
    if (wish.safety_buffer < 1) {
      throw badRequest('safety_buffer must be greater than zero');
    }
    if (!wish.tidy_cert_store && !wish.tidy_revoked_certs) {
      return {
        status: 202,
        warnings: [
          'Manual tidy requested but no tidy operations were set. Enable at least one tidy operation to be run.',
        ],
      };
    }
    const before = lifetimesOf(request).now - wish.safety_buffer * 1000;
    for (const record of [...this.store.certificates.values()]) {
      const wanted = record.revokedAt
        ? wish.tidy_revoked_certs
        : wish.tidy_cert_store;
      if (wanted && record.certificate.notAfter.getTime() < before) {
        this.store.certificates.delete(record.serial);
      }
    }
    await this.crls.rebuildAll();
    return {
      status: 202,
      warnings: [
        "Tidy operation successfully started. Any information from the operation will be printed to Vault's server logs.",
      ],
    };
  }
}
