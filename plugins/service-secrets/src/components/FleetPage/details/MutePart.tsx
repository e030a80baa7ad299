import { Button, Text } from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import { FleetRow } from 'backstage-plugin-service-secrets-common';
import { useState } from 'react';

import { fleetApiRef } from '../../../api/FleetApi';
import { dayText } from '../../../format/fleetText';
import { refName } from '../../../format/fleetWords';
import { useAction } from '../../../hooks/useAction';
import { useReviewRight } from '../../../hooks/fleet/useReviewRight';
import { ActionFailed } from '../../ActionFailed/ActionFailed';
import { Message } from '../../Message/Message';
import { MuteDialog } from '../review/MuteDialog';
import classes from './Details.module.css';

/** Whether the owner of a row gets notices of it, and how to change that. */
export function MutePart(props: {
  readonly row: FleetRow;
  readonly onChanged: () => void;
}) {
  const { row, onChanged } = props;
  const { muted, entityRef, environment } = row;
  const api = useApi(fleetApiRef);
  const { allowed } = useReviewRight();
  const [muting, setMuting] = useState(false);
  const unmute = useAction<void, void>(async () => {
    const targets = [{ entityRef, environment }];
    const { refused } = await api.unmute({ targets });
    const [first] = refused;
    if (first) throw new Error(first.reason);
  }, onChanged);
  return (
    <section aria-label="Notices" className={classes.part}>
      <Text as="h3" variant="body-medium" weight="bold">
        Notices
      </Text>
      <Text variant="body-medium" color="secondary" as="p">
        {muted ? (
          <>
            Muted until {dayText(muted.until)} by {refName(muted.by)}:{' '}
            <Message text={muted.reason} />
          </>
        ) : (
          'Its owner is told of new findings.'
        )}
      </Text>
      {allowed ? (
        <div className={classes.actions}>
          <Button
            size="small"
            variant="secondary"
            onPress={() => setMuting(true)}
          >
            {muted ? 'Change the mute…' : 'Mute notices…'}
          </Button>
          {muted ? (
            <Button
              size="small"
              variant="secondary"
              isPending={unmute.pending}
              onPress={() => unmute.run()}
            >
              Unmute
            </Button>
          ) : null}
        </div>
      ) : null}
      <ActionFailed what="Unmuting" action={unmute} />
      {muting ? (
        <MuteDialog
          targets={[row]}
          onClose={() => setMuting(false)}
          onDone={onChanged}
        />
      ) : null}
    </section>
  );
}
