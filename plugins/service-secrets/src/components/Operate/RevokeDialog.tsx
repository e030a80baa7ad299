import { Text } from '@backstage/ui';
import { LeaseRow } from 'backstage-plugin-service-secrets-common';

import { revokeWarning } from '../../format/operateText';
import { Message } from '../Message/Message';
import { ConfirmDialog } from './ConfirmDialog';

/** Tells what revoking one lease does to whom, before it is done. */
export function RevokeDialog(props: {
  readonly lease: LeaseRow;
  readonly onRevoke: () => void;
  readonly onClose: () => void;
}) {
  const { lease, onRevoke, onClose } = props;
  return (
    <ConfirmDialog
      title={`Revoke lease …${lease.suffix}`}
      act="Revoke"
      destructive
      onConfirm={onRevoke}
      onClose={onClose}
    >
      <Text variant="body-medium" as="p">
        Vault drops the database user of role{' '}
        <Message text={`\`${lease.role}\``} /> at once. This cannot be taken
        back.
      </Text>
      <Text variant="body-medium" as="p">
        <Message text={revokeWarning(lease)} />
      </Text>
    </ConfirmDialog>
  );
}
