import { WorkloadView, ServiceView } from '../../resolve/ServiceView';
import { pathsRead } from '../../resolve/readInjector';
import { Check, Link, Problem, quoted, whenRead } from '../Check';
import { looksLikeCredentialPath } from '../credentialPath';
import {
  authRolePlace,
  claimedPaths,
  credsPath,
  roleLink,
  staticCredsPath,
} from '../places';

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

function wrongPaths(view: ServiceView, user: WorkloadView): Problem[] {
  const read = user.injector ? pathsRead(user.injector) : [];
  const { databaseRoles, staticRoles } = view.binding;
  const mounts = [...databaseRoles, ...staticRoles].map(({ mount }) => mount);
  const claimed = claimedPaths(view);
  const wrong = read.filter(
    path => looksLikeCredentialPath(path, mounts) && !claimed.includes(path),
  );
  if (wrong.length === 0) return [];
  return [
    {
      subject: { kind: 'workload', name: user.name },
      message: `The pods of \`${user.name}\` read ${quoted(
        wrong,
      )}, which the service does not claim; it claims ${
        claimed.length > 0 ? quoted(claimed) : 'no database role'
      }.`,
      links: unreadLinks(view, read),
    },
  ];
}

function wrongLogin(view: ServiceView, user: WorkloadView): Problem[] {
  const { mount, name } = view.binding.authRole;
  const role = user.injector?.role;
  const at = user.injector?.authMount ?? mount;
  if (role === undefined || (role === name && at === mount)) return [];
  return [
    {
      subject: { kind: 'auth-role', name: `${at}/${role}` },
      message: `The pods of \`${user.name}\` log in with the auth role \`${role}\` on \`auth/${at}\`; the service claims \`${name}\` on \`auth/${mount}\`.`,
      remedy:
        'Correct the role in the injector annotations, or claim it with the `auth-role` annotation of the catalog entity.',
      links: [
        {
          from: { kind: 'service-account', name: user.workload.serviceAccount },
          to: authRolePlace(view),
        },
      ],
    },
  ];
}

/** The pods ask Vault for something the service does not claim. */
export const pathNotClaimed: Check = ({ view }) =>
  whenRead(view.workloads, workloads =>
    workloads.flatMap(user => [
      ...wrongLogin(view, user),
      ...wrongPaths(view, user),
    ]),
  );
