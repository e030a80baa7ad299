import { Check, counted, whenRead } from '../Check';

/** The Vault agent of a pod waits or fails. */
export const agentFailing: Check = ({ view }) =>
  whenRead(view.workloads, workloads =>
    workloads.flatMap(user => {
      const failing = user.pods.filter(
        ({ agentProblems }) => agentProblems.length > 0,
      );
      if (failing.length === 0) return [];
      const [{ name, agentProblems }] = failing;
      const [{ container, reason }] = agentProblems;
      return {
        subject: { kind: 'workload', name: user.name },
        message: `The Vault agent fails in ${counted(
          failing.length,
          'pod',
        )} of \`${
          user.name
        }\`: \`${container}\` of \`${name}\` is in \`${reason}\`.`,
      };
    }),
  );
