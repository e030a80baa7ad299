import { Alert } from '@backstage/ui';
import { DeniedClaim } from 'backstage-plugin-service-secrets-common';

import { visibleText } from '../../format/visibleText';
import { Message } from '../Message/Message';

/** Claims that no operator rule confirms. Nothing was read for them, and that is said. */
export function DeniedClaims(props: {
  readonly claims: readonly DeniedClaim[];
}) {
  return (
    <>
      {props.claims.map(({ environment, reason, remedy, unreadable }) => (
        <Alert
          key={`${environment} ${reason}`}
          role="note"
          status="warning"
          icon
          title={
            unreadable
              ? `Whether the claim on ${visibleText(
                  environment,
                )} holds is unknown`
              : `The claim on ${visibleText(environment)} is not confirmed`
          }
          description={
            <>
              <Message text={reason} /> Nothing was read for it.{' '}
              <Message text={remedy} />
            </>
          }
        />
      ))}
    </>
  );
}
