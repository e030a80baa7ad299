import { useApi } from '@backstage/core-plugin-api';
import { Checkbox } from '@backstage/ui';
import { RetireImpact } from 'backstage-plugin-service-secrets-common';
import { useEffect } from 'react';

import { RetireQuery, serviceSecretsApiRef } from '../api/ServiceSecretsApi';
import { useAnswer } from '../hooks/useAnswer';
import { Asked } from './form/Asked';
import { FieldFrame } from './form/FieldFrame';
import { RetireReviewFieldProps } from './form/fieldProps';
import { fieldTexts } from './form/fieldTexts';
import classes from './form/form.module.css';
import { formValues } from './form/formValues';
import { RetireImpactView } from './retire/RetireImpactView';

const own = {
  title: 'What goes away',
  description:
    'What the retirement revokes and removes. Nothing has been touched yet.',
};

function queryOf(formContext: unknown): RetireQuery | undefined {
  const { owner, environment, all } = formValues(formContext);
  const { entityRef } = all;
  return owner && environment && typeof entityRef === 'string' && entityRef
    ? { entityRef, owner, environment }
    : undefined;
}

/** What is confirmed, in the words of the one who confirms it. */
function confirmationFor({ inUse, podsUnknown }: RetireImpact): string {
  if (!inUse) return 'Remove all of this';
  const known = podsUnknown === undefined ? 'it is' : 'it may be';
  return `I know that ${known} in use: revoke its credentials and remove all of this`;
}

/** Shows what retiring a service takes away and takes the confirmation of it. */
export function RetireReviewField(props: RetireReviewFieldProps) {
  const { formContext, formData, onChange, required } = props;
  const api = useApi(serviceSecretsApiRef);
  const query = queryOf(formContext);
  const { state, again } = useAnswer(
    query && {
      key: JSON.stringify(query),
      ask: (signal: AbortSignal) => api.retireImpact(query, { signal }),
    },
  );
  const confirmed = formData?.confirmed === true;

  // Nobody confirms what is not shown: every look at the impact asks again.
  const stale = confirmed && state.kind !== 'answered';
  useEffect(() => {
    if (stale) onChange(undefined);
  }, [stale, onChange]);

  return (
    <FieldFrame {...fieldTexts(props, own)} required={required}>
      {query ? (
        <Asked
          state={state}
          waiting="Looking at what uses it"
          titles={{
            denied: 'You may not retire this service',
            failed: 'What uses the service could not be read',
          }}
          onRetry={again}
        >
          {shown => (
            <>
              <RetireImpactView impact={shown} />
              <Checkbox
                isSelected={confirmed}
                isDisabled={props.disabled || props.readonly}
                onChange={on => onChange(on ? { confirmed: true } : undefined)}
              >
                {confirmationFor(shown)}
              </Checkbox>
            </>
          )}
        </Asked>
      ) : (
        <p className={classes.hint} role="status">
          Choose the owner, the service and the environment first.
        </p>
      )}
    </FieldFrame>
  );
}
