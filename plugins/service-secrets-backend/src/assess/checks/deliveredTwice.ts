import { isRead } from '../../collect/SourceResult';
import { DeliveryIntent } from '../../resolve/DeliveryIntent';
import { Check, Problem, quoted } from '../Check';
import { claimedPaths } from '../places';

function judge(
  workload: string,
  path: string,
  intents: readonly DeliveryIntent[],
): Problem[] {
  const ways = intents
    .filter(({ paths }) => paths.includes(path))
    .map(({ delivery }) => delivery?.name ?? 'the injector annotations');
  if (new Set(ways).size < 2) return [];
  return [
    {
      subject: { kind: 'workload', name: workload },
      message: `\`${path}\` reaches the pods of \`${workload}\` in ${
        ways.length
      } ways: ${quoted(ways)}.`,
    },
  ];
}

/** Pods get one credential in several ways, each with a lease of its own. */
export const deliveredTwice: Check = ({ view }) => {
  const { workloads, deliveries } = view;
  if (!isRead(workloads)) return 'unknown';
  const problems = workloads.flatMap(({ name, intents }) =>
    claimedPaths(view).flatMap(path => judge(name, path, intents)),
  );
  return problems.length === 0 && deliveries.unread.length > 0
    ? 'unknown'
    : problems;
};
