/** The name of the marker, in a policy's first line and in the metadata of a KV place. */
export const OWNER_KEY = 'service-secrets.io/owner';

/** Whose an object is: one service in one environment, because environments may share a Vault. */
export interface ServiceOwner {
  readonly entityRef: string;
  readonly environment: string;
}

/** An owner as markers write it; neither part holds a space. */
export function ownerMark({ entityRef, environment }: ServiceOwner): string {
  return `${entityRef} in ${environment}`;
}

/** One path a service may use and what it may do there. */
export interface Grant {
  readonly path: string;
  readonly capabilities: readonly ('read' | 'update')[];
  /** Why the line is there: a comment above it. */
  readonly reason: string;
}

/** Paths are made of grammar-checked names; a wildcard or quote here is a mistake of ours. */
const exactPath = /^[a-z0-9][a-z0-9_./-]*$/;

/**
 * The text of a policy: exact paths, no wildcard, no sudo. The first line
 * names the service and the environment the policy belongs to; apply overwrites no policy without
 * that line.
 */
export function renderPolicy(
  owner: ServiceOwner,
  grants: readonly Grant[],
): string {
  const blocks = grants.map(({ path, capabilities, reason }) => {
    if (!exactPath.test(path)) {
      throw new Error(`policy path is not exact: ${JSON.stringify(path)}`);
    }
    const list = capabilities.map(word => JSON.stringify(word)).join(', ');
    return `# ${reason}\npath ${JSON.stringify(
      path,
    )} {\n  capabilities = [${list}]\n}\n`;
  });
  return [`${ownerLine(owner)}\n`, ...blocks].join('\n');
}

/** The marker by which a policy says whose it is. */
function ownerLine(owner: ServiceOwner): string {
  return `# ${OWNER_KEY}: ${ownerMark(owner)}`;
}

/** Whose a policy says it is: the mark behind our key in its first line. */
export function markOf(policy: string): string | undefined {
  const [first] = policy.split('\n');
  const key = `# ${OWNER_KEY}: `;
  return first.startsWith(key) ? first.slice(key.length).trim() : undefined;
}
