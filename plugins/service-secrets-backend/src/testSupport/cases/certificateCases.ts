import {
  anIssuer,
  aPkiIssuer,
  aPkiRole,
} from 'backstage-plugin-service-secrets-node/testUtils';

import { CheckCase } from '../CheckCase';
import { anEntity, inSeconds, World } from '../World';

const DAY = 86_400;

function changeIssuer(
  world: World,
  change: Parameters<typeof anIssuer>[0],
): void {
  world.namespace.issuers.vault = anIssuer(change);
}

/** Certificates, from the pod to the CA. */
export const certificateCases: readonly CheckCase[] = [
  {
    code: 'certificateExpired',
    cause: 'it ended an hour ago',
    arrange: world => world.changeCertificate({ notAfter: inSeconds(-3600) }),
    says: /`grade-api-tls` expired 1 h ago/,
    breaks: 'workload > certificate',
    needs: 'certificates',
  },
  {
    code: 'certificateNotReady',
    cause: 'it was never issued',
    arrange: world =>
      world.changeCertificate({
        notAfter: undefined,
        notBefore: undefined,
        renewalTime: undefined,
        conditions: [
          { type: 'Ready', status: 'False', reason: 'DoesNotExist' },
        ],
      }),
    says: /is not ready \(`DoesNotExist`\)/,
    breaks: 'workload > certificate',
    needs: 'certificates',
  },
  {
    code: 'certificateNotReady',
    cause: 'the claimed Certificate does not exist',
    arrange: world => {
      world.entity = anEntity({ 'service-secrets.io/certificates': 'absent' });
    },
    says: /has no Certificate `absent`/,
    breaks: 'workload > certificate',
  },
  {
    code: 'certificateRenewalOverdue',
    cause: 'its renewal should have happened ten days ago',
    arrange: world =>
      world.changeCertificate({ renewalTime: inSeconds(-10 * DAY) }),
    says: /should have been renewed 10 d ago/,
    breaks: 'workload > certificate',
    needs: 'certificates',
  },
  {
    code: 'certificateIssuanceFailing',
    cause: 'two attempts failed',
    arrange: world =>
      world.changeCertificate({
        failedIssuanceAttempts: 2,
        lastFailureTime: inSeconds(-3600),
      }),
    says: /2 attempts so far; the next attempt is in 1 h/,
    needs: 'certificates',
  },
  {
    code: 'certificateUnused',
    cause: 'no workload mounts its Secret',
    arrange: world => {
      world.entity = anEntity({
        'service-secrets.io/certificates': 'grade-api-tls',
      });
      world.changeWorkload({ mountedSecrets: [] });
    },
    says: /No workload of the service mounts the Secret `grade-api-tls`/,
    needs: 'certificates',
  },
  {
    code: 'issuerMissing',
    cause: 'issuerRef names none',
    arrange: world => {
      world.namespace.issuers = {};
    },
    says: /names the Issuer `vault`, which does not exist/,
    breaks: 'certificate > issuer',
    needs: 'issuer',
  },
  {
    code: 'issuerNotReady',
    cause: 'it cannot log in',
    arrange: world =>
      changeIssuer(world, {
        conditions: [{ type: 'Ready', status: 'False', reason: 'VaultError' }],
      }),
    says: /Issuer `vault` is not ready \(`VaultError`\)/,
    breaks: 'certificate > issuer',
    needs: 'issuer',
  },
  {
    code: 'issuerPathInvalid',
    cause: 'it asks to issue instead of to sign',
    arrange: world =>
      changeIssuer(world, { vault: { path: 'pki_int/issue/grade-api-tls' } }),
    says: /signs at `pki_int\/issue\/grade-api-tls`, which is not/,
    breaks: 'issuer > pki-role',
    needs: 'pkiRole',
  },
  {
    code: 'issuerPathInvalid',
    cause: 'the PKI role does not exist',
    arrange: world => {
      world.vault.state.pkiRoles = {};
    },
    says: /PKI role `grade-api-tls`, which mount `pki_int` does not have/,
    breaks: 'issuer > pki-role',
  },
  {
    code: 'certificateNameNotAllowed',
    cause: 'the role allows another domain',
    arrange: world => {
      world.vault.state.pkiRoles['pki_int/grade-api-tls'] = aPkiRole({
        allowedDomains: ['other.svc'],
      });
    },
    says: /does not allow `grade-api.grade-api.svc`/,
    breaks: 'issuer > pki-role',
    needs: 'pkiRole',
  },
  {
    code: 'certificateDurationCapped',
    cause: 'it asks for more than max_ttl',
    arrange: world => {
      world.vault.state.pkiRoles['pki_int/grade-api-tls'] = aPkiRole({
        maxTtlSeconds: DAY,
      });
    },
    says: /asks for 90 d; PKI role `grade-api-tls` gives at most 24 h/,
    needs: 'pkiRole',
  },
  {
    code: 'issuingCaExpiring',
    cause: 'a full life no longer fits',
    arrange: world => {
      world.vault.state.pkiIssuers['pki_int/default'] = aPkiIssuer({
        notAfter: inSeconds(80 * DAY),
      });
    },
    says: /expires in 80 d: new certificates no longer get their full life/,
    needs: 'pkiIssuer',
  },
];
