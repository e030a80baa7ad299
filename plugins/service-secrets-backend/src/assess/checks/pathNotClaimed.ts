import { DeliveryIntent, pathsOf } from '../../resolve/DeliveryIntent';
import { ServiceView } from '../../resolve/ServiceView';
import { Check, Link, Problem, quoted, whenRead } from '../Check';
import { looksLikeCredentialPath } from '../credentialPath';
import { perDelivery } from '../deliveries';
import {
  authRolePlace,
  claimedPaths,
  credsPath,
  deliveryPlace,
  roleLink,
  staticCredsPath,
  workloadPlace,
} from '../places';

interface Asking {
  /** The workload, or the object that delivers. */
  readonly name: string;
  readonly intent: DeliveryIntent;
  /** Every path that is read in any way. */
  readonly all: readonly string[];
}

/** The claimed roles these pods do not read: where their chain breaks. */
function unreadLinks(view: ServiceView, read: readonly string[]): Link[] {
  const { databaseRoles, staticRoles } = view.binding;
  return [
    ...databaseRoles
      .filter(at => !read.includes(credsPath(at)))
      .map(at => roleLink(view, at, credsPath(at))),
    ...staticRoles
      .filter(at => !read.includes(staticCredsPath(at)))
      .map(at => roleLink(view, at, staticCredsPath(at))),
  ];
}

/** Who asks, as the start of a sentence about reading or logging in. */
function asker({ name, intent }: Asking): string {
  return intent.delivery
    ? `\`${intent.delivery.name}\``
    : `The pods of \`${name}\``;
}

function wrongPaths(view: ServiceView, asking: Asking): Problem[] {
  const { paths: read, delivery } = asking.intent;
  const { databaseRoles, staticRoles } = view.binding;
  const mounts = [...databaseRoles, ...staticRoles].map(({ mount }) => mount);
  const claimed = claimedPaths(view);
  const wrong = read.filter(
    path => looksLikeCredentialPath(path, mounts) && !claimed.includes(path),
  );
  if (wrong.length === 0) return [];
  return [
    {
      subject: delivery ? deliveryPlace(delivery) : workloadPlace(asking.name),
      message: `${asker(asking)} ${delivery ? 'reads' : 'read'} ${quoted(
        wrong,
      )}, which the service does not claim; it claims ${
        claimed.length > 0 ? quoted(claimed) : 'no database role'
      }.`,
      links: unreadLinks(view, asking.all),
    },
  ];
}

function wrongLogin(view: ServiceView, asking: Asking): Problem[] {
  const { mount, name } = view.binding.authRole;
  const { authRole: role, authMount, delivery, serviceAccount } = asking.intent;
  const at = authMount ?? mount;
  if (role === undefined || (role === name && at === mount)) return [];
  return [
    {
      subject: { kind: 'auth-role', name: `${at}/${role}` },
      message: `${asker(asking)} ${
        delivery ? 'logs' : 'log'
      } in with the auth role \`${role}\` on \`auth/${at}\`; the service claims \`${name}\` on \`auth/${mount}\`.`,
      remedy: `Correct the role in ${
        delivery
          ? `what \`${delivery.name}\` logs in with`
          : 'the injector annotations'
      }, or claim it with the \`auth-role\` annotation of the catalog entity.`,
      links: [
        {
          from: { kind: 'service-account', name: serviceAccount ?? 'unknown' },
          to: authRolePlace(view),
        },
      ],
    },
  ];
}

function problemsOf(view: ServiceView, asking: Asking): Problem[] {
  return [...wrongLogin(view, asking), ...wrongPaths(view, asking)];
}

/** The pods, or what delivers to them, ask Vault for something the service does not claim. */
export const pathNotClaimed: Check = input =>
  whenRead(input.view.workloads, workloads => {
    const { view } = input;
    const agents = workloads.flatMap(({ name, intents }) =>
      intents
        .filter(({ delivery }) => delivery === undefined)
        .flatMap(intent =>
          problemsOf(view, { name, intent, all: pathsOf(intents) }),
        ),
    );
    const everything = pathsOf(workloads.flatMap(({ intents }) => intents));
    const operators = perDelivery(input, delivery =>
      problemsOf(view, {
        name: delivery.name,
        intent: { ...delivery.intent, delivery },
        all: everything,
      }),
    );
    if (operators === 'unknown') return agents.length > 0 ? agents : 'unknown';
    return [...agents, ...operators];
  });
