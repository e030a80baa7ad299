import { EngineFactory } from '../../Engine';
import { handleRoutes } from '../routes';
import { Authority } from './authority';
import { configRoutes } from './configRoutes';
import { CrlKeeper } from './CrlKeeper';
import { importRoutes } from './imports';
import { issuerRoutes } from './issuerRoutes';
import { Issuing } from './issuing';
import { keyRoutes } from './keyRoutes';
import { pkiRoleRoutes } from './pkiRoles';
import { PkiStore } from './PkiStore';
import { authorityRoutes, certificateRoutes } from './readingRoutes';
import { crlRoutes } from './crlRoutes';
import { Revocation } from './Revocation';

/** Vault's `pki` secrets engine: a certificate authority with real X.509 certificates. */
export const pkiEngine: EngineFactory = () => {
  const store = new PkiStore();
  const crls = new CrlKeeper(store);
  const revocation = new Revocation(store, crls);

  return {
    handle: handleRoutes([
      ...pkiRoleRoutes(store),
      ...new Issuing(store).routes(),
      ...new Authority(store, crls).routes(),
      ...importRoutes(store, crls),
      ...issuerRoutes(store),
      ...keyRoutes(store),
      ...configRoutes(store, crls),
      // Before the serials: "ca" is hex, too.
      ...authorityRoutes(store),
      ...crlRoutes(store, crls),
      ...certificateRoutes(store),
      ...revocation.routes(),
    ]),
    unauthenticatedPaths: [
      'cert/*',
      'ca',
      'ca/pem',
      'ca_chain',
      'crl',
      'crl/pem',
      'issuers',
      'issuers/',
      'issuer/+/json',
      'issuer/+/pem',
      'issuer/+/der',
      'issuer/+/crl',
      'issuer/+/crl/pem',
      'issuer/+/crl/der',
    ],
    sudoPaths: ['root', 'root/sign-self-issued'],
    revoke: internal => revocation.revokeLeased(internal),
  };
};
