import { isRead } from '../../collect/SourceResult';
import { WorkloadView } from '../../resolve/ServiceView';
import { Check } from '../Check';
import { accountLink } from '../places';

const WEBHOOK = 'admission webhook "vault.hashicorp.com" denied the request';

/** Pods are created for a Deployment by a ReplicaSet named after it, for a CronJob by a Job named after it. */
function isAbout({ workload }: WorkloadView, about: string): boolean {
  const name = about.slice(about.indexOf('/') + 1);
  return name === workload.name || name.startsWith(`${workload.name}-`);
}

/** What the webhook said, cut to its last clause: the first ones only name the step. */
function reasonOf(message: string): string {
  return message.slice(message.indexOf(WEBHOOK) + WEBHOOK.length + 1).trim();
}

/** The injector's webhook refuses to create the pods. */
export const injectionDenied: Check = ({ view }) => {
  const { events, workloads } = view;
  if (!isRead(events) || !isRead(workloads)) return 'unknown';
  const denials = events.filter(({ message }) => message.includes(WEBHOOK));
  return workloads
    .filter(({ workload }) => workload.readyPods < workload.desiredPods)
    .flatMap(user => {
      const denial = denials.find(({ about }) => isAbout(user, about));
      if (!denial) return [];
      return {
        subject: { kind: 'workload', name: user.name },
        message: `The injector refuses the pods of \`${user.name}\`: ${reasonOf(
          denial.message,
        )}.`,
        links: [accountLink(user)],
      };
    });
};
