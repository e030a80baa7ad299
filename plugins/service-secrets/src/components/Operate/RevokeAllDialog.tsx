import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Skeleton,
} from '@backstage/ui';
import {
  LeaseOperationResult,
  RevocationImpact,
} from 'backstage-plugin-service-secrets-common';

import { OperateApi } from '../../api/OperateApi';
import { counted } from '../../format/words';
import { useAction } from '../../hooks/useAction';
import { useAsked } from '../../hooks/useAsked';
import { ActionFailed } from '../ActionFailed/ActionFailed';
import { ImpactList } from './ImpactList';
import classes from './Operate.module.css';

/** Shows what revoking every lease of an environment takes away, and revokes exactly that. */
export function RevokeAllDialog(props: {
  readonly api: OperateApi;
  readonly entityRef: string;
  readonly environment: string;
  readonly onDone: (result: LeaseOperationResult) => void;
  readonly onClose: () => void;
}) {
  const { api, entityRef, environment, onDone, onClose } = props;
  const { state, again } = useAsked<RevocationImpact>({
    subject: `${entityRef} ${environment}`,
    key: '',
    ask: signal => api.impact(entityRef, environment, { signal }),
  });
  const revoke = useAction(
    (digest: string) => api.revokeAll(entityRef, { environment, digest }),
    onDone,
  );
  const impact = state.kind === 'ready' ? state.value : undefined;
  const digest = impact?.digest;
  return (
    <Dialog isOpen onOpenChange={isOpen => isOpen || onClose()} width={560}>
      <DialogHeader>Revoke every lease of {environment}</DialogHeader>
      <DialogBody>
        <div className={classes.form}>
          {state.kind === 'loading' ? (
            <div role="status" aria-label="Reading what it would take away">
              <Skeleton width="100%" height={80} />
            </div>
          ) : null}
          {impact ? <ImpactList impact={impact} /> : null}
          <ActionFailed
            what="Reading what it would take away"
            action={{ error: 'error' in state ? state.error : undefined }}
          />
          <ActionFailed what="Revoking" action={revoke} />
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          {impact?.refusal === undefined ? 'Cancel' : 'Close'}
        </Button>
        {revoke.error ? (
          <Button
            variant="secondary"
            onPress={() => {
              revoke.clear();
              again();
            }}
          >
            Look again
          </Button>
        ) : null}
        {impact && digest !== undefined && !revoke.error ? (
          <Button
            variant="primary"
            destructive
            isPending={revoke.pending}
            onPress={() => revoke.run(digest)}
          >
            Revoke {counted(impact.leases, 'lease')}
          </Button>
        ) : null}
      </DialogFooter>
    </Dialog>
  );
}
