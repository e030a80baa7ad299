/** Who asks. */
export interface User {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** Who sent no credentials. */
export const anonymous: User = {
  username: 'system:anonymous',
  groups: ['system:unauthenticated'],
};
