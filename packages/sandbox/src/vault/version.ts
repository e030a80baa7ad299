/** The Vault release whose behaviour the server follows. */
export const vaultVersion = '1.17.6';

/** Names the sandbox as what it is, so that nobody takes it for a real cluster. */
export const clusterName = 'service-secrets-sandbox';
