import { Text } from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import { FleetRow } from 'backstage-plugin-service-secrets-common';
import { useState } from 'react';

import { fleetApiRef } from '../../../api/FleetApi';
import { counted } from '../../../format/words';
import { inBatches, targetOf } from './inBatches';
import { ReviewDialog, ReviewWords } from './ReviewDialog';

const words: ReviewWords = {
  confirm: 'Sign off',
  acting: 'Signing off',
  done: 'signed off',
  end: 'Good until the end of',
  days: 90,
  text: 'Note',
  textDescription: 'What was looked at. It goes into the evidence report.',
  textIsRequired: false,
  maxLength: 2000,
};

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
  return (
    <ReviewDialog
      title={`Sign off ${counted(rows.length, 'row')}`}
      words={words}
      act={({ until, text }) =>
        inBatches(rows, batch =>
          api.signOff({
            // What changed since this was shown is not what they looked at.
            targets: batch.map(row => ({
              ...targetOf(row),
              collectedAt: row.collectedAt,
            })),
            until,
            note: text,
          }),
        )
      }
      onClose={onClose}
      onDone={onDone}
    >
      <Text variant="body-medium" color="secondary" as="p">
        You say that you looked at {rows.length === 1 ? 'it' : 'each of them'}{' '}
        and that it is good until that day. When the wiring, a role or a grant
        changes before, the review reopens by itself.
      </Text>
      <Warning rows={rows} />
    </ReviewDialog>
  );
}
