import { Demo } from './startDemo';

const SERVICE = 'catalog/default/component';

/** The command that ends the first lease of grade-api the way an operator would. */
function revokeCommand(demo: Demo): string {
  const { address, token } = demo.sandbox.addresses.vault;
  const role = 'database/creds/grade-api-role';
  return [
    `export VAULT_ADDR=${address} VAULT_TOKEN=${token}`,
    `LEASE=$(curl -s -H "X-Vault-Token: $VAULT_TOKEN" -X LIST $VAULT_ADDR/v1/sys/leases/lookup/${role} | sed 's/.*"keys":\\["\\([^"]*\\)".*/\\1/')`,
    `curl -s -H "X-Vault-Token: $VAULT_TOKEN" -X PUT -d "{\\"lease_id\\":\\"${role}/$LEASE\\"}" $VAULT_ADDR/v1/sys/leases/revoke`,
  ].join('\n       ');
}

/** What a user reads when everything runs: where it is and three things to try. */
export function announcement(demo: Demo, seconds: number): string {
  const { app, backend } = demo.urls;
  const { vault, kubernetes, postgres, using } = demo.sandbox.addresses;
  return `
Ready after ${Math.round(seconds)} s.

  Backstage    ${app}  (sign in as guest)
  Backend      ${backend}
  Vault        ${vault.address}  [${using.vault}]
  Kubernetes   ${kubernetes.url}  [${using.kubernetes}]
  PostgreSQL   ${postgres.host}:${postgres.port}  [${using.postgres}]

Three things to try:

  1. See the database role, the live leases and the certificate of a service:
       ${app}/${SERVICE}/grade-api/secrets

  2. Revoke one of its leases with its button, or through Vault and press Refresh; the database user is gone too:
       ${revokeCommand(demo)}

  3. Open a service that is broken and read its first broken link:
       ${app}/${SERVICE}/orders/secrets

Ctrl-C ends all of it.
`;
}
