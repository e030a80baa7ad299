import { leasesPerPod, pathsRead } from '../../resolve/readInjector';
import { Check, whenRead } from '../Check';
import { credsPath } from '../places';

/** The init container and the sidecar of each pod take a lease of their own. */
export const duplicateLeases: Check = ({ view }) =>
  whenRead(view.workloads, workloads =>
    workloads
      .filter(({ injector }) => {
        if (!injector || leasesPerPod(injector) === 1) return false;
        const read = pathsRead(injector);
        const dynamic = view.binding.databaseRoles.map(credsPath);
        return dynamic.some(path => read.includes(path));
      })
      .map(({ name }) => ({
        subject: { kind: 'workload', name },
        message: `Init container and sidecar of \`${name}\` each take a lease: every pod holds two.`,
      })),
  );
