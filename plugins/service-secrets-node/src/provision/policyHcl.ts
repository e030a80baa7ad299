/** The name of the marker, in a policy's first line and in the metadata of a KV place. */
export const OWNER_KEY = 'service-secrets.io/owner';

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
 * names the service the policy belongs to; apply overwrites no policy without
 * that line.
 */
export function renderPolicy(owner: string, grants: readonly Grant[]): string {
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
export function ownerLine(owner: string): string {
  return `# ${OWNER_KEY}: ${owner}`;
}
