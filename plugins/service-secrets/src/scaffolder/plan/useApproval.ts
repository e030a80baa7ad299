import { ProvisionPlan } from 'backstage-plugin-service-secrets-common';
import { useEffect, useState } from 'react';

import { changesOf } from './planText';

/** What the form holds of an approval. */
export interface Approval {
  readonly digest?: string;
  readonly approved?: boolean;
}

/** Whether a plan can be approved at all. */
export function isApprovable(plan: ProvisionPlan): boolean {
  return changesOf(plan, 'conflict').length === 0;
}

/**
 * Ties the approval to what was approved. It is dropped as soon as the form
 * asks for something else, and when the plan turns out to be another one.
 */
export function useApproval(options: {
  readonly approval: Approval | undefined;
  /** Stands for what the form asks for. */
  readonly requestKey: string | undefined;
  /** Absent while there is none for the request. */
  readonly plan: ProvisionPlan | undefined;
  readonly onChange: (approval: Approval | undefined) => void;
}): { readonly approved: boolean; readonly dropped: boolean } {
  const { approval, requestKey, plan, onChange } = options;
  const held = approval?.approved === true;
  const [firstKey, setFirstKey] = useState(requestKey);
  const [dropped, setDropped] = useState(false);

  const otherRequest = requestKey !== firstKey;
  const otherPlan =
    plan !== undefined &&
    (approval?.digest !== plan.digest || !isApprovable(plan));
  const stale = held && (otherRequest || otherPlan);

  useEffect(() => {
    if (!stale) {
      // An approval given now is one for the request of now.
      if (otherRequest) setFirstKey(requestKey);
      return;
    }
    setDropped(true);
    onChange(undefined);
  }, [stale, otherRequest, requestKey, onChange]);

  return { approved: held && !stale, dropped: dropped && !held };
}
