const credential = /^(.+)\/(?:static-)?creds?\/([^/]+)$/i;

/** Whether a path looks like one that issues database credentials, misspelt ones included. */
export function looksLikeCredentialPath(
  path: string,
  databaseMounts: readonly string[],
): boolean {
  return (
    credential.test(path) ||
    databaseMounts.some(mount => path.startsWith(`${mount}/`))
  );
}
