import { useApi } from '@backstage/core-plugin-api';
import { Checkbox, Skeleton } from '@backstage/ui';
import { useEffect } from 'react';

import { RetireQuery, serviceSecretsApiRef } from '../api/ServiceSecretsApi';
import { useAnswer } from '../hooks/useAnswer';
import { AskFailed } from './form/AskFailed';
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
  const impact = state.kind === 'answered' ? state.value : undefined;
  const confirmed = formData?.confirmed === true;

  // Nobody confirms what is not shown: every look at the impact asks again.
  const stale = confirmed && !impact;
  useEffect(() => {
    if (stale) onChange(undefined);
  }, [stale, onChange]);

  return (
    <FieldFrame {...fieldTexts(props, own)} required={required}>
      {query ? null : (
        <p className={classes.hint} role="status">
          Choose the owner, the service and the environment first.
        </p>
      )}
      {query && state.kind === 'waiting' ? (
        <div role="status" aria-label="Looking at what uses it">
          <Skeleton width="100%" height={120} />
        </div>
      ) : null}
      {query && state.kind === 'failed' ? (
        <AskFailed
          error={state.error}
          onRetry={again}
          titles={{
            denied: 'You may not retire this service',
            failed: 'What uses the service could not be read',
          }}
        />
      ) : null}
      {query && impact ? (
        <>
          <RetireImpactView impact={impact} />
          <Checkbox
            isSelected={confirmed}
            isDisabled={props.disabled || props.readonly}
            onChange={on => onChange(on ? { confirmed: true } : undefined)}
          >
            {impact.inUse
              ? 'I know that it is in use: revoke its credentials and remove all of this'
              : 'Remove all of this'}
          </Checkbox>
        </>
      ) : null}
    </FieldFrame>
  );
}
