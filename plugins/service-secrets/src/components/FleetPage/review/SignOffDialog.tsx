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
  FleetRow,
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

const QUARTER_DAYS = 90;

function Warning({ rows }: { readonly rows: readonly FleetRow[] }) {
  const broken = rows.filter(({ health }) => health === 'broken').length;
  if (broken === 0) return null;
  return (
    <Text variant="body-medium" as="p">
      <span aria-hidden="true">✕ </span>
      {broken.toLocaleString('en-US')} of them {broken === 1 ? 'is' : 'are'}{' '}
      broken. Signing off does not accept findings; they stay open.
    </Text>
  );
}

/** Asks how long the selected rows are good for and why, and signs them off. */
export function SignOffDialog(props: {
  readonly rows: readonly FleetRow[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { onClose, onDone } = props;
  // What was selected when the dialog opened, whatever is read anew behind it.
  const [rows] = useState(props.rows);
  const api = useApi(fleetApiRef);
  const now = useServerNow();
  const [opened] = useState(now);
  const end = useEndDate(opened, QUARTER_DAYS);
  const [note, setNote] = useState('');
  const [result, setResult] = useState<ReviewResult>();
  const sign = useAction(
    (until: string) =>
      inBatches(rows, batch =>
        api.signOff({
          // What changed since this was shown is not what they looked at.
          targets: batch.map(row => ({
            ...targetOf(row),
            collectedAt: row.collectedAt,
          })),
          until,
          note: note.trim(),
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
      <DialogHeader>Sign off {counted(rows.length, 'row')}</DialogHeader>
      <DialogBody>
        <div className={classes.form}>
          {result ? (
            <Refusals result={result} done="signed off" />
          ) : (
            <>
              <Text variant="body-medium" color="secondary" as="p">
                You say that you looked at{' '}
                {rows.length === 1 ? 'it' : 'each of them'} and that it is good
                until that day. When the wiring, a role or a grant changes
                before, the review reopens by itself.
              </Text>
              <Warning rows={rows} />
              <EndDateField label="Good until the end of" end={end} />
              <TextAreaField
                label="Note"
                description="What was looked at. It goes into the evidence report."
                value={note}
                onChange={setNote}
                maxLength={2000}
              />
            </>
          )}
          <ActionFailed what="Signing off" action={sign} />
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          {result ? 'Close' : 'Cancel'}
        </Button>
        {result ? null : (
          <Button
            variant="primary"
            isPending={sign.pending}
            isDisabled={end.until === undefined}
            onPress={() => end.until && sign.run(end.until)}
          >
            Sign off
          </Button>
        )}
      </DialogFooter>
    </Dialog>
  );
}
