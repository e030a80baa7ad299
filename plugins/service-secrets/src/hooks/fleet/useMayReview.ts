import { usePermission } from '@backstage/plugin-permission-react';
import { fleetReviewPermission } from 'backstage-plugin-service-secrets-common';

/** Whether to offer what changes something; the backend decides once more. */
export function useMayReview(): boolean {
  return usePermission({ permission: fleetReviewPermission }).allowed;
}
