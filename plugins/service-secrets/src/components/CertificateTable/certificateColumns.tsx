import { CertificateRow } from 'backstage-plugin-service-secrets-common';

import { timeLeft, timeUntil } from '../../format/time';
import { visibleText } from '../../format/visibleText';
import { certificateWords } from '../../format/words';
import { ClockText } from '../ClockText/ClockText';
import { Column } from '../DataTable/arrangeRows';
import { Secondary } from '../DataTable/Secondary';
import { LifeLine } from '../LifeLine/LifeLine';
import { Name } from '../Message/Name';
import { StateChip } from '../StateChip/StateChip';

/** Worst first when sorted by state. */
const stateOrder: readonly CertificateRow['state'][] = [
  'expired',
  'not-issued',
  'renewal-overdue',
  'failing',
  'unknown',
  'expiring',
  'renewing',
  'valid',
];

function timeOrder(iso?: string): number | undefined {
  return iso === undefined ? undefined : Date.parse(iso);
}

function Subject({ certificate }: { readonly certificate: CertificateRow }) {
  const { name, dnsNames, reason } = certificate;
  const [first, ...more] = dnsNames;
  return (
    <>
      <Name text={name} />
      {first ? (
        <Secondary block>
          <span title={visibleText(dnsNames.join(', '))}>
            {visibleText(first)}
            {more.length > 0 ? ` and ${more.length} more` : ''}
          </span>
        </Secondary>
      ) : null}
      {reason ? <Secondary block>{visibleText(reason)}</Secondary> : null}
    </>
  );
}

function Issuer({ certificate }: { readonly certificate: CertificateRow }) {
  const { kind, name, pkiRole, ca } = certificate.issuer;
  return (
    <>
      {visibleText(ca ?? name)}
      <Secondary block>
        {visibleText(
          [ca ? `${kind} ${name}` : kind, pkiRole].filter(Boolean).join(' · '),
        )}
      </Secondary>
    </>
  );
}

function NextRenewal({
  certificate,
}: {
  readonly certificate: CertificateRow;
}) {
  const { renewsAt, failedAttempts, nextAttemptAt, issuanceCliffAt } =
    certificate;
  return (
    <>
      {renewsAt ? (
        <ClockText text={now => timeUntil(renewsAt, now)} />
      ) : (
        <Secondary>not planned</Secondary>
      )}
      {failedAttempts > 0 ? (
        <Secondary block>
          {`${failedAttempts} failed`}
          {nextAttemptAt ? (
            <ClockText
              text={now => `, next try in ${timeUntil(nextAttemptAt, now)}`}
            />
          ) : null}
        </Secondary>
      ) : null}
      {issuanceCliffAt ? (
        <Secondary block>
          <ClockText
            text={now => `issuance cliff in ${timeUntil(issuanceCliffAt, now)}`}
          />
        </Secondary>
      ) : null}
    </>
  );
}

/** A workload, such as `deployment/grade-api`, with its kind below the name. */
function User({ workload }: { readonly workload: string }) {
  const slash = workload.indexOf('/');
  return (
    <div>
      {visibleText(workload.slice(slash + 1))}
      {slash > 0 ? (
        <Secondary block whole>
          {visibleText(workload.slice(0, slash))}
        </Secondary>
      ) : null}
    </div>
  );
}

/** The columns of the certificate table. */
export const certificateColumns: readonly Column<CertificateRow>[] = [
  {
    id: 'state',
    label: 'State',
    width: 12,
    cell: ({ state }) => <StateChip state={certificateWords[state]} />,
    text: ({ state }) => certificateWords[state].word,
    order: ({ state }) => stateOrder.indexOf(state),
  },
  {
    id: 'certificate',
    label: 'Certificate',
    width: 22,
    cell: certificate => <Subject certificate={certificate} />,
    text: ({ name, dnsNames }) => [name, ...dnsNames].join(' '),
    order: ({ name }) => name,
  },
  {
    id: 'issuer',
    label: 'Issuer',
    width: 16,
    cell: certificate => <Issuer certificate={certificate} />,
    text: ({ issuer }) =>
      [issuer.kind, issuer.name, issuer.pkiRole, issuer.ca].join(' '),
    order: ({ issuer }) => issuer.ca ?? issuer.name,
  },
  {
    id: 'life',
    label: 'Life',
    width: 20,
    cell: ({ notBefore, notAfter, renewsAt }) =>
      notBefore && notAfter ? (
        <LifeLine from={notBefore} to={notAfter} renewsAt={renewsAt} />
      ) : null,
  },
  {
    id: 'expires',
    label: 'Expires in',
    nowrap: true,
    width: 10,
    cell: ({ notAfter }) =>
      notAfter ? (
        <ClockText text={now => timeLeft(notAfter, now)} />
      ) : (
        <Secondary>not issued</Secondary>
      ),
    order: ({ notAfter }) => timeOrder(notAfter),
  },
  {
    id: 'renewal',
    label: 'Next renewal',
    width: 11,
    cell: certificate => <NextRenewal certificate={certificate} />,
    order: ({ renewsAt }) => timeOrder(renewsAt),
  },
  {
    id: 'used',
    label: 'Used by',
    width: 9,
    cell: ({ usedBy }) =>
      usedBy.length > 0 ? (
        usedBy.map(workload => <User key={workload} workload={workload} />)
      ) : (
        <Secondary>no workload</Secondary>
      ),
    text: ({ usedBy }) => usedBy.join(' '),
    order: ({ usedBy }) => usedBy[0],
  },
];
