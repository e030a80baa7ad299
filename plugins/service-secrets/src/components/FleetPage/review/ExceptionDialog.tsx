import { Text } from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import {
  FleetFinding,
  FleetTarget,
} from 'backstage-plugin-service-secrets-common';

import { fleetApiRef } from '../../../api/FleetApi';
import { Message } from '../../Message/Message';
import { targetOf } from './inBatches';
import { ReviewDialog, ReviewWords } from './ReviewDialog';

const words: ReviewWords = {
  confirm: 'Accept',
  acting: 'Accepting',
  done: 'accepted',
  end: 'Accepted until the end of',
  days: 30,
  text: 'Reason',
  textIsRequired: true,
  maxLength: 2000,
};

/** Accepts a finding until a day, with the reason. */
export function ExceptionDialog(props: {
  readonly target: FleetTarget;
  readonly finding: FleetFinding;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { target, finding, onClose, onDone } = props;
  const api = useApi(fleetApiRef);
  return (
    <ReviewDialog
      title="Accept a finding"
      words={words}
      act={async ({ until, text }) => {
        await api.except({
          ...targetOf(target),
          findingId: finding.id,
          reason: text,
          until,
        });
        return undefined;
      }}
      onClose={onClose}
      onDone={onDone}
    >
      <Text variant="body-medium" as="p">
        <Message text={finding.message} />
      </Text>
      <Text variant="body-medium" color="secondary" as="p">
        It stays listed and no longer counts as open until that day has passed,
        or until you end the acceptance.
      </Text>
    </ReviewDialog>
  );
}
