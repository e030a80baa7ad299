import { isRead } from '../../collect/SourceResult';
import { Check, CheckInput } from '../Check';
import { deliveredLinks, perDelivery } from '../deliveries';
import { deliveryFailure } from '../deliveryFailure';
import { deliveryPlace } from '../places';
import { audienceMismatch } from './audienceMismatch';
import { authRoleMissing } from './authRoleMissing';
import { connectionMissing } from './connectionMissing';
import { databaseRoleMissing } from './databaseRoleMissing';
import { deliveryReferenceMissing } from './deliveryReferenceMissing';
import { namespaceNotBound } from './namespaceNotBound';
import { pathNotClaimed } from './pathNotClaimed';
import { policyLacksPath } from './policyLacksPath';
import { policyMissing } from './policyMissing';
import { roleNotAllowed } from './roleNotAllowed';
import { serviceAccountMissing } from './serviceAccountMissing';
import { serviceAccountNotBound } from './serviceAccountNotBound';

const causes: readonly Check[] = [
  deliveryReferenceMissing,
  serviceAccountMissing,
  authRoleMissing,
  serviceAccountNotBound,
  namespaceNotBound,
  audienceMismatch,
  policyMissing,
  policyLacksPath,
  databaseRoleMissing,
  connectionMissing,
  roleNotAllowed,
  pathNotClaimed,
];

/** A link that is known to be broken further on is the one to show. */
function isExplained(input: CheckInput): boolean {
  return causes.some(cause => {
    const verdict = cause(input);
    return verdict !== 'unknown' && verdict.length > 0;
  });
}

/** An operator or driver says that it could not deliver, or says nothing at all. */
export const deliveryNotSynced: Check = input => {
  const verdict = perDelivery(input, delivery => {
    const failure = deliveryFailure(delivery, input);
    if (failure === undefined) return [];
    const sentence = failure.charAt(0).toLocaleUpperCase('en-US');
    return [
      {
        subject: deliveryPlace(delivery),
        message: `${sentence}${failure.slice(1)}.`,
        links: isExplained(input) ? [] : deliveredLinks(delivery),
      },
    ];
  });
  const { events, deliveries } = input.view;
  const isOpen = deliveries.found.length > 0 && !isRead(events);
  return verdict !== 'unknown' && verdict.length === 0 && isOpen
    ? 'unknown'
    : verdict;
};
