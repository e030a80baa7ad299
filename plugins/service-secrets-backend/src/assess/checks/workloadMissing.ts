import { Check, whenRead } from '../Check';

/** A workload the service claims does not exist. */
export const workloadMissing: Check = ({ view }) =>
  whenRead(view.workloads, workloads =>
    view.binding.workloads
      .filter(
        ({ kind, name }) =>
          !workloads.some(
            ({ workload }) =>
              workload.name === name &&
              (kind === undefined || workload.kind === kind),
          ),
      )
      .map(({ kind, name }) => ({
        subject: { kind: 'workload', name: kind ? `${kind}/${name}` : name },
        message: `Namespace \`${view.binding.namespace}\` has no ${
          kind ?? 'workload'
        } \`${name}\`.`,
      })),
  );
