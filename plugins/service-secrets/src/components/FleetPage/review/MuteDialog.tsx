import { Text } from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import { FleetTarget } from 'backstage-plugin-service-secrets-common';
import { useState } from 'react';

import { fleetApiRef } from '../../../api/FleetApi';
import { counted } from '../../../format/words';
import { inBatches, targetOf } from './inBatches';
import { ReviewDialog, ReviewWords } from './ReviewDialog';

const words: ReviewWords = {
  confirm: 'Mute',
  acting: 'Muting',
  done: 'muted',
  end: 'Muted until the end of',
  days: 30,
  text: 'Reason',
  textIsRequired: true,
  maxLength: 500,
};

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
  return (
    <ReviewDialog
      title={`Mute notices of ${counted(targets.length, 'row')}`}
      words={words}
      act={({ until, text }) =>
        inBatches(targets, batch =>
          api.mute({ targets: batch.map(targetOf), until, reason: text }),
        )
      }
      onClose={onClose}
      onDone={onDone}
    >
      <Text variant="body-medium" color="secondary" as="p">
        The owners get no notices until that day has passed. Findings stay open,
        listed and counted.
      </Text>
    </ReviewDialog>
  );
}
