import { isRead } from '../../collect/SourceResult';
import { WorkloadView } from '../../resolve/ServiceView';
import { Check } from '../Check';
import { authRolePlace } from '../places';
import { consumers } from '../scope';

/** Audiences of a token that nobody projected on purpose: those of the API server. */
const defaultAudiences: readonly string[] = [
  'https://kubernetes.default.svc',
  'https://kubernetes.default.svc.cluster.local',
  'kubernetes.default.svc',
  'kubernetes',
];

/** The audiences of the tokens the pods can log in with. */
function offered({ workload, injector }: WorkloadView): readonly string[] {
  const projected = workload.projectedAudiences;
  if (injector?.tokenVolume !== undefined) {
    const own = projected[injector.tokenVolume];
    return own === undefined ? [] : [own];
  }
  if (injector) return defaultAudiences;
  return [...Object.values(projected), ...defaultAudiences];
}

/** The token of the pods does not carry the audience the auth role asks for. */
export const audienceMismatch: Check = ({ view }) => {
  const users = consumers(view);
  const { authRole: role, binding } = view;
  if (!isRead(role) || !isRead(users)) return 'unknown';
  const audience = role?.audience;
  if (audience === undefined) return [];
  return users
    .filter(user => !offered(user).includes(audience))
    .map(user => ({
      subject: { kind: 'workload', name: user.name },
      message: `Auth role \`${binding.authRole.name}\` asks for the audience \`${audience}\`, which the token of \`${user.name}\` does not carry.`,
      links: [
        {
          from: {
            kind: 'service-account',
            name: user.workload.serviceAccount,
          },
          to: authRolePlace(view),
        },
      ],
    }));
};
