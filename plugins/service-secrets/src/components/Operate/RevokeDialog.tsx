import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Text,
} from '@backstage/ui';
import { LeaseRow } from 'backstage-plugin-service-secrets-common';

import { revokeWarning } from '../../format/operateText';
import { Message } from '../Message/Message';
import classes from './Operate.module.css';

/** Tells what revoking one lease does to whom, before it is done. */
export function RevokeDialog(props: {
  readonly lease: LeaseRow;
  readonly onRevoke: () => void;
  readonly onClose: () => void;
}) {
  const { lease, onRevoke, onClose } = props;
  return (
    <Dialog isOpen onOpenChange={isOpen => isOpen || onClose()} width={520}>
      <DialogHeader>Revoke lease …{lease.suffix}</DialogHeader>
      <DialogBody>
        <div className={classes.form}>
          <Text variant="body-medium" as="p">
            Vault drops the database user of role{' '}
            <Message text={`\`${lease.role}\``} /> at once. This cannot be taken
            back.
          </Text>
          <Text variant="body-medium" as="p">
            <Message text={revokeWarning(lease)} />
          </Text>
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          Cancel
        </Button>
        <Button variant="primary" destructive onPress={onRevoke}>
          Revoke
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
