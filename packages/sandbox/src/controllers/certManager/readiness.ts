import { X509Certificate } from 'node:crypto';

import { timestamp } from '../client/EventRecorder';
import { goDuration } from '../injector/annotations';
import { marks, type Certificate, type Secret } from './certificateTypes';

/** A verdict with cert-manager's reason code. */
export interface Verdict {
  readonly reason: string;
  readonly message: string;
}

/** What the certificate in a Secret says about time. */
export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly renewalTime: Date;
}

const HOUR_MS = 3_600_000;
const MAX_BACKOFF_MS = 32 * HOUR_MS;

/** The decoded value of a key of a Secret. */
export function secretValue(
  secret: Secret | undefined,
  key: string,
): string | undefined {
  const value = secret?.data?.[key];
  return value === undefined
    ? undefined
    : Buffer.from(value, 'base64').toString('utf8');
}

/** When a certificate is to be renewed: `renewBefore` before its end, or a third of its life when that does not fit. */
export function renewalTimeOf(
  notBefore: Date,
  notAfter: Date,
  renewBefore: string | undefined,
): Date {
  const life = notAfter.getTime() - notBefore.getTime();
  const asked = renewBefore === undefined ? 0 : goDuration(renewBefore) ?? 0;
  const before = asked > 0 && asked < life ? asked : life / 3;
  const at = notAfter.getTime() - before;
  return new Date(Math.floor(at / 1000) * 1000);
}

/** Undefined when the Secret holds no readable certificate. */
export function validityOf(
  certificate: Certificate,
  secret: Secret | undefined,
): Validity | undefined {
  const parsed = parse(secretValue(secret, 'tls.crt'));
  if (!parsed) return undefined;
  const notBefore = new Date(parsed.validFrom);
  const notAfter = new Date(parsed.validTo);
  const { renewBefore } = certificate.spec;
  return {
    notBefore,
    notAfter,
    renewalTime: renewalTimeOf(notBefore, notAfter, renewBefore),
  };
}

function parse(pem: string | undefined): X509Certificate | undefined {
  try {
    return pem === undefined ? undefined : new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

function contentProblem(secret: Secret | undefined): Verdict | undefined {
  if (secret === undefined)
    return {
      reason: 'DoesNotExist',
      message: 'Issuing certificate as Secret does not exist',
    };
  const key = secretValue(secret, 'tls.key');
  const crt = secretValue(secret, 'tls.crt');
  if (!key || !crt)
    return {
      reason: 'MissingData',
      message: 'Issuing certificate as Secret does not contain any data',
    };
  if (parse(crt)) return undefined;
  return {
    reason: 'InvalidCertificate',
    message: 'Issuing certificate as Secret contains an invalid certificate',
  };
}

function ownerProblem(
  certificate: Certificate,
  secret: Secret,
): Verdict | undefined {
  const annotations = secret.metadata.annotations ?? {};
  if (annotations[marks.certificateName] !== certificate.metadata.name)
    return {
      reason: 'IncorrectCertificate',
      message: `Secret was issued for "${
        annotations[marks.certificateName] ?? ''
      }". If this message is not transient, you might have two conflicting Certificates pointing to the same secret.`,
    };
  const { name, kind = 'Issuer' } = certificate.spec.issuerRef;
  const same =
    annotations[marks.issuerName] === name &&
    annotations[marks.issuerKind] === kind;
  if (same) return undefined;
  return {
    reason: 'IncorrectIssuer',
    message: `Issuing certificate as Secret was previously issued by "${
      annotations[marks.issuerKind] ?? ''
    }.cert-manager.io/${annotations[marks.issuerName] ?? ''}"`,
  };
}

function dnsNamesOf(parsed: X509Certificate): string[] {
  return (parsed.subjectAltName ?? '')
    .split(', ')
    .filter(name => name.startsWith('DNS:'))
    .map(name => name.slice('DNS:'.length))
    .sort();
}

function nameProblem(
  certificate: Certificate,
  secret: Secret,
): Verdict | undefined {
  const parsed = parse(secretValue(secret, 'tls.crt'));
  if (!parsed) return undefined;
  const wanted = [...(certificate.spec.dnsNames ?? [])].sort();
  if (dnsNamesOf(parsed).join() === wanted.join()) return undefined;
  return {
    reason: 'SecretMismatch',
    message:
      'Issuing certificate as Existing issued Secret is not up to date for spec: [spec.dnsNames]',
  };
}

/** Why the Secret does not satisfy the Certificate; undefined when it does. */
export function problemOf(
  certificate: Certificate,
  secret: Secret | undefined,
  now: Date,
): Verdict | undefined {
  const problem = contentProblem(secret);
  if (problem || secret === undefined) return problem;
  const mismatch =
    ownerProblem(certificate, secret) ?? nameProblem(certificate, secret);
  if (mismatch) return mismatch;
  const validity = validityOf(certificate, secret);
  if (validity && validity.notAfter > now) return undefined;
  return {
    reason: 'Expired',
    message: `Certificate expired on ${validity?.notAfter.toUTCString() ?? ''}`,
  };
}

/** Why a new certificate must be issued, if it must. */
export function issuanceReason(
  certificate: Certificate,
  secret: Secret | undefined,
  now: Date,
): Verdict | undefined {
  const problem = problemOf(certificate, secret, now);
  if (problem) return problem;
  const validity = validityOf(certificate, secret);
  if (!validity || validity.renewalTime > now) return undefined;
  return {
    reason: 'Renewing',
    message: `Renewing certificate as renewal was scheduled at ${timestamp(
      validity.renewalTime,
    )}`,
  };
}

/** When a failed issuance may be tried again: an hour, doubling with every failure up to 32 hours. */
export function retryTimeOf(certificate: Certificate): Date | undefined {
  const { lastFailureTime, failedIssuanceAttempts = 1 } =
    certificate.status ?? {};
  if (lastFailureTime === undefined) return undefined;
  const wait = Math.min(
    HOUR_MS * 2 ** (failedIssuanceAttempts - 1),
    MAX_BACKOFF_MS,
  );
  return new Date(new Date(lastFailureTime).getTime() + wait);
}
