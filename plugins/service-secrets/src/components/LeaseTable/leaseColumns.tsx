import { LeaseRow } from 'backstage-plugin-service-secrets-common';

import { age, timeLeft } from '../../format/time';
import { visibleText } from '../../format/visibleText';
import { leaseWords } from '../../format/words';
import { ClockText } from '../ClockText/ClockText';
import { Column } from '../DataTable/arrangeRows';
import { Secondary } from '../DataTable/Secondary';
import { LifeBar } from '../LifeBar/LifeBar';
import { Name } from '../Message/Name';
import { StateChip } from '../StateChip/StateChip';

/** Worst first when sorted by state. */
const stateOrder: readonly LeaseRow['state'][] = [
  'irrevocable',
  'expired',
  'orphan',
  'expiring',
  'active',
];

function timeOrder(iso?: string): number | undefined {
  return iso === undefined ? undefined : Date.parse(iso);
}

function ExpiresIn({ lease }: { readonly lease: LeaseRow }) {
  const { state, issuedAt, lastRenewedAt, expiresAt } = lease;
  if (!expiresAt) return <Secondary>no longer counts down</Secondary>;
  // An orphan's time is as good as anyone's; what is wrong with it says the chip.
  const tone = state === 'expiring' ? 'warning' : 'good';
  return (
    <>
      {state === 'expired' ? null : (
        <LifeBar from={lastRenewedAt ?? issuedAt} to={expiresAt} tone={tone} />
      )}
      <ClockText text={now => timeLeft(expiresAt, now)} />
    </>
  );
}

function EndsForGood({ lease }: { readonly lease: LeaseRow }) {
  const { reason, endsForGoodAt, renewable, renewalsLeft } = lease;
  if (reason) return <Secondary>{visibleText(reason)}</Secondary>;
  if (!endsForGoodAt) return <Secondary>not known</Secondary>;
  const renewals = renewable ? renewalsLeft : 0;
  return (
    <>
      <ClockText text={now => timeLeft(endsForGoodAt, now)} />
      {renewals === undefined ? null : (
        <Secondary>{` · ${renewals === 0 ? 'no' : renewals} renewal${
          renewals === 1 ? '' : 's'
        } left`}</Secondary>
      )}
    </>
  );
}

/** The columns of the lease table. */
export const leaseColumns: readonly Column<LeaseRow>[] = [
  {
    id: 'state',
    label: 'State',
    width: 12,
    cell: ({ state }) => <StateChip state={leaseWords[state]} />,
    text: ({ state }) => leaseWords[state].word,
    order: ({ state }) => stateOrder.indexOf(state),
  },
  {
    id: 'lease',
    label: 'Lease',
    nowrap: true,
    width: 10,
    cell: ({ suffix }) => <Name text={`…${suffix}`} />,
    text: ({ suffix }) => suffix,
    order: ({ suffix }) => suffix,
  },
  {
    id: 'role',
    label: 'Role',
    width: 15,
    cell: ({ role }) => <Name text={role} />,
    text: ({ mount, role }) => `${mount}/${role}`,
    order: ({ role }) => role,
  },
  {
    id: 'workload',
    label: 'Workload',
    width: 17,
    cell: ({ workload }) =>
      workload ? (
        <>
          {visibleText(workload.pod)}
          {workload.certainty === 'likely' ? (
            <Secondary> likely</Secondary>
          ) : null}
        </>
      ) : (
        <Secondary>no live pod</Secondary>
      ),
    text: ({ workload }) => workload?.pod ?? 'no live pod',
    order: ({ workload }) => workload?.pod,
  },
  {
    id: 'age',
    label: 'Age',
    nowrap: true,
    width: 7,
    cell: ({ issuedAt }) => <ClockText text={now => age(issuedAt, now)} />,
    order: ({ issuedAt }) => -Date.parse(issuedAt),
  },
  {
    id: 'expires',
    label: 'Expires in',
    nowrap: true,
    width: 17,
    cell: lease => <ExpiresIn lease={lease} />,
    order: ({ expiresAt }) => timeOrder(expiresAt),
  },
  {
    id: 'ends',
    label: 'Ends for good in',
    width: 22,
    cell: lease => <EndsForGood lease={lease} />,
    text: ({ reason }) => reason,
    order: ({ endsForGoodAt }) => timeOrder(endsForGoodAt),
  },
];
