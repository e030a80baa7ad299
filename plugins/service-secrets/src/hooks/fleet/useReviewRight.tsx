import { usePermission } from '@backstage/plugin-permission-react';
import {
  CollectionStatus,
  fleetReviewPermission,
} from 'backstage-plugin-service-secrets-common';
import { createContext, ReactNode, useContext, useMemo } from 'react';

import { Asked } from '../useAsked';

/** Whether to offer what changes something, and in words why not; the backend decides once more. */
export interface ReviewRight {
  readonly allowed: boolean;
  /** Absent while it is not known yet. */
  readonly reason?: string;
}

const unknown: ReviewRight = { allowed: false };
const Right = createContext<ReviewRight>(unknown);

function rightOf(
  permission: { readonly loading: boolean; readonly allowed: boolean },
  status: Asked<CollectionStatus>,
): ReviewRight {
  if (permission.loading || status.kind === 'loading') return unknown;
  if (!permission.allowed) {
    return {
      allowed: false,
      reason: `Reviewing takes the permission \`${fleetReviewPermission.name}\`, which you do not have`,
    };
  }
  if (status.kind !== 'ready') {
    return {
      allowed: false,
      reason: 'Whether you may review could not be read',
    };
  }
  if (!status.value.mayReview) {
    return {
      allowed: false,
      reason:
        'Reviewing takes a place in a platform group (`serviceSecrets.access.platformGroups`); you are in none',
    };
  }
  return { allowed: true };
}

/** Finds out once for the whole page whether its reader may review. */
export function ReviewRightProvider(props: {
  readonly status: Asked<CollectionStatus>;
  readonly children: ReactNode;
}) {
  const { status, children } = props;
  const permission = usePermission({ permission: fleetReviewPermission });
  const { allowed, reason } = rightOf(permission, status);
  const right = useMemo(() => ({ allowed, reason }), [allowed, reason]);
  return <Right.Provider value={right}>{children}</Right.Provider>;
}

/** Whether the page's reader may review, and why not. */
export function useReviewRight(): ReviewRight {
  return useContext(Right);
}
