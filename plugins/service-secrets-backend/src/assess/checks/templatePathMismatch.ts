import { InjectedSecret } from '../../resolve/readInjector';
import { ServiceView, WorkloadView } from '../../resolve/ServiceView';
import { Check, Link, Problem, quoted, whenRead } from '../Check';
import { credsPath, roleLink } from '../places';

function disagrees({ declared, template = [] }: InjectedSecret): boolean {
  return (
    declared !== undefined &&
    template.length > 0 &&
    !template.includes(declared)
  );
}

/** The claimed roles whose path the annotation names and the template does not read. */
function linksOf(view: ServiceView, { declared }: InjectedSecret): Link[] {
  return view.binding.databaseRoles
    .filter(at => credsPath(at) === declared)
    .map(at => roleLink(view, at, credsPath(at)));
}

function mismatches(view: ServiceView, user: WorkloadView): Problem[] {
  const secrets = user.injector?.secrets ?? [];
  return secrets.filter(disagrees).map(secret => ({
    subject: { kind: 'workload', name: `${user.name} ${secret.name}` },
    message: `The template of \`${secret.name}\` in \`${
      user.name
    }\` reads ${quoted(secret.template ?? [])}, its annotation names \`${
      secret.declared ?? ''
    }\`.`,
    links: linksOf(view, secret),
  }));
}

/** A template reads another path than the annotation beside it names. */
export const templatePathMismatch: Check = ({ view }) =>
  whenRead(view.workloads, workloads =>
    workloads.flatMap(user => mismatches(view, user)),
  );
