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
  FleetTarget,
  ReviewResult,
} from 'backstage-plugin-service-secrets-common';
import { useState } from 'react';

import { fleetApiRef } from '../../../api/FleetApi';
import { counted } from '../../../format/words';
import { useAction } from '../../../hooks/useAction';
import { useServerNow } from '../../../hooks/useServerClock';
import { ActionFailed } from '../../ActionFailed/ActionFailed';
import { EndDateField } from './EndDateField';
import { inBatches, targetOf } from './inBatches';
import { Refusals } from './Refusals';
import classes from './review.module.css';
import { useEndDate } from './useEndDate';

const MONTH_DAYS = 30;
/** The backend takes no longer one. */
const REASON_LENGTH = 500;

/** Asks how long the owners of rows get no notices and why. */
export function MuteDialog(props: {
  readonly targets: readonly FleetTarget[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { onClose, onDone } = props;
  // What was selected when the dialog opened, whatever is read anew behind it.
  const [targets] = useState(props.targets);
  const api = useApi(fleetApiRef);
  const now = useServerNow();
  const [opened] = useState(now);
  const end = useEndDate(opened, MONTH_DAYS);
  const [reason, setReason] = useState('');
  const [result, setResult] = useState<ReviewResult>();
  const mute = useAction(
    (until: string) =>
      inBatches(targets, batch =>
        api.mute({
          targets: batch.map(targetOf),
          until,
          reason: reason.trim(),
        }),
      ),
    answer => {
      onDone();
      if (answer.refused.length === 0) onClose();
      else setResult(answer);
    },
  );
  return (
    <Dialog isOpen onOpenChange={isOpen => isOpen || onClose()} width={520}>
      <DialogHeader>
        Mute notices of {counted(targets.length, 'row')}
      </DialogHeader>
      <DialogBody>
        {result ? (
          <Refusals result={result} done="muted" />
        ) : (
          <div className={classes.form}>
            <Text variant="body-medium" color="secondary" as="p">
              The owners get no notices until that day has passed. Findings stay
              open, listed and counted.
            </Text>
            <EndDateField label="Muted until the end of" end={end} />
            <TextAreaField
              label="Reason"
              isRequired
              value={reason}
              onChange={setReason}
              maxLength={REASON_LENGTH}
            />
            <ActionFailed what="Muting" action={mute} />
          </div>
        )}
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          {result ? 'Close' : 'Cancel'}
        </Button>
        {result ? null : (
          <Button
            variant="primary"
            isPending={mute.pending}
            isDisabled={end.until === undefined || reason.trim() === ''}
            onPress={() => end.until && mute.run(end.until)}
          >
            Mute
          </Button>
        )}
      </DialogFooter>
    </Dialog>
  );
}
