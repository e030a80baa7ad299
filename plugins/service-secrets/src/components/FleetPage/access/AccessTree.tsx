import { AccessPath } from 'backstage-plugin-service-secrets-common';
import { Fragment } from 'react';

import { targetKey } from '../../../format/fleetText';
import { StateWord } from '../../../format/words';
import { Name } from '../../Message/Name';
import { StateChip } from '../../StateChip/StateChip';
import { ServiceName } from '../OwnedServices';
import classes from './Access.module.css';
import { accessRoles } from './accessRoles';

const wildcard: StateWord = { word: 'wildcard', tone: 'warning', sign: '◐' };
const anybody: StateWord = { word: 'any account', tone: 'bad', sign: '✕' };

function Accounts({ accounts }: { readonly accounts: readonly string[] }) {
  if (accounts.length === 0) return <>no service account</>;
  const open = accounts.some(account => account.includes('*'));
  return (
    <>
      service account <Name text={accounts.join(', ')} />
      {open ? (
        <>
          {' '}
          <StateChip state={anybody} />
        </>
      ) : null}
    </>
  );
}

function Way({ path }: { readonly path: AccessPath }) {
  const { policy, authRole, serviceAccounts, services } = path;
  return (
    <li>
      <span className={classes.arrow}>← policy </span>
      <Name text={policy ?? '?'} />{' '}
      {path.wildcard ? <StateChip state={wildcard} /> : null}
      {authRole ? (
        <>
          <span className={classes.arrow}> ← auth role </span>
          <Name text={authRole} />
          <span className={classes.arrow}> ← </span>
          <Accounts accounts={serviceAccounts} />
          <span className={classes.arrow}>
            {' '}
            ← {services.length === 0 ? 'no service of the catalog' : null}
          </span>
          {services.map((service, index) => (
            <Fragment key={targetKey(service)}>
              {index > 0 ? ', ' : null}
              <span className={classes.service}>
                <ServiceName service={service} />
              </span>
            </Fragment>
          ))}
        </>
      ) : (
        <span className={classes.arrow}> ← no auth role grants it</span>
      )}
    </li>
  );
}

/** Each role of the connection and every way to it, as nested lists. */
export function AccessTree({
  paths,
}: {
  readonly paths: readonly AccessPath[];
}) {
  return (
    <ul className={classes.tree} aria-label="Ways to the database">
      {accessRoles(paths).map(({ role, roleKind, grants, paths: ways }) => (
        <li key={`${roleKind} ${role}`}>
          <Name text={role} /> {grants}
          {roleKind === 'static' ? ', static' : ''}
          {ways.length === 0 ? (
            <span className={classes.arrow}>
              {' '}
              ← no policy that was read reaches it
            </span>
          ) : (
            <ul>
              {ways.map(way => (
                <Way
                  key={`${way.policy} ${
                    way.authRole
                  } ${way.serviceAccounts.join()}`}
                  path={way}
                />
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}
