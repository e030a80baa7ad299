import { InjectedSecret } from '../../resolve/readInjector';
import { Check, quoted, whenRead } from '../Check';
import { credsPath, roleLink } from '../places';

function disagrees({ declared, template = [] }: InjectedSecret): boolean {
  return (
    declared !== undefined &&
    template.length > 0 &&
    !template.includes(declared)
  );
}

/** A template reads another path than the annotation beside it names. */
export const templatePathMismatch: Check = ({ view }) =>
  whenRead(view.workloads, workloads =>
    workloads.flatMap(user =>
      (user.injector?.secrets ?? [])
        .filter(disagrees)
        .map(({ name, declared, template }) => ({
          subject: { kind: 'workload', name: `${user.name} ${name}` },
          message: `The template of \`${name}\` in \`${
            user.name
          }\` reads ${quoted(
            template ?? [],
          )}, its annotation names \`${declared}\`.`,
          links: view.binding.databaseRoles
            .filter(at => credsPath(at) === declared)
            .map(at => roleLink(view, at, credsPath(at))),
        })),
    ),
  );
