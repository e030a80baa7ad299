import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Text,
  TextAreaField,
} from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import {
  FleetFinding,
  FleetTarget,
} from 'backstage-plugin-service-secrets-common';
import { useState } from 'react';

import { fleetApiRef } from '../../../api/FleetApi';
import { useAction } from '../../../hooks/useAction';
import { useServerNow } from '../../../hooks/useServerClock';
import { ActionFailed } from '../../ActionFailed/ActionFailed';
import { Message } from '../../Message/Message';
import { EndDateField } from './EndDateField';
import classes from './review.module.css';
import { useEndDate } from './useEndDate';

const MONTH_DAYS = 30;

/** Accepts a finding until a day, with the reason. */
export function ExceptionDialog(props: {
  readonly target: FleetTarget;
  readonly finding: FleetFinding;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { target, finding, onClose, onDone } = props;
  const api = useApi(fleetApiRef);
  const now = useServerNow();
  const [opened] = useState(now);
  const end = useEndDate(opened, MONTH_DAYS);
  const [reason, setReason] = useState('');
  const accept = useAction(
    (until: string) =>
      api.except({
        entityRef: target.entityRef,
        environment: target.environment,
        findingId: finding.id,
        reason: reason.trim(),
        until,
      }),
    () => {
      onDone();
      onClose();
    },
  );
  return (
    <Dialog isOpen onOpenChange={isOpen => isOpen || onClose()} width={520}>
      <DialogHeader>Accept a finding</DialogHeader>
      <DialogBody>
        <div className={classes.form}>
          <Text variant="body-medium" as="p">
            <Message text={finding.message} />
          </Text>
          <Text variant="body-medium" color="secondary" as="p">
            It stays listed and no longer counts as open until that day has
            passed, or until you end the acceptance.
          </Text>
          <EndDateField label="Accepted until the end of" end={end} />
          <TextAreaField
            label="Reason"
            isRequired
            value={reason}
            onChange={setReason}
            maxLength={2000}
          />
          <ActionFailed what="Accepting" action={accept} />
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          Cancel
        </Button>
        <Button
          variant="primary"
          isPending={accept.pending}
          isDisabled={end.until === undefined || reason.trim() === ''}
          onPress={() => end.until && accept.run(end.until)}
        >
          Accept
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
