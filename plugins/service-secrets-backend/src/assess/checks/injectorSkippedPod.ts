import { Check, counted, whenRead } from '../Check';
import { accountLink } from '../places';

/** A pod that asks for an agent runs without one. */
export const injectorSkippedPod: Check = ({ view }) =>
  whenRead(view.workloads, workloads =>
    workloads.flatMap(user => {
      const skipped = user.pods.filter(({ injected }) => !injected);
      if (!user.injector || skipped.length === 0) return [];
      return {
        subject: { kind: 'workload', name: user.name },
        message: `${counted(skipped.length, 'pod')} of \`${
          user.name
        }\` without the Vault agent the template asks for, such as \`${
          skipped[0].name
        }\`.`,
        links: [accountLink(user)],
      };
    }),
  );
