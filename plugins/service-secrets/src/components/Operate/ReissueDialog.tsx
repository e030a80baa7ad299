import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Text,
} from '@backstage/ui';

import { visibleText } from '../../format/visibleText';
import classes from './Operate.module.css';

/** Tells what issuing a certificate anew does, before it is asked for. */
export function ReissueDialog(props: {
  readonly name: string;
  readonly onReissue: () => void;
  readonly onClose: () => void;
}) {
  const { name, onReissue, onClose } = props;
  return (
    <Dialog isOpen onOpenChange={isOpen => isOpen || onClose()} width={520}>
      <DialogHeader>Re-issue {visibleText(name)}</DialogHeader>
      <DialogBody>
        <div className={classes.form}>
          <Text variant="body-medium" as="p">
            cert-manager asks the issuer for a new certificate now and replaces
            the one in the Secret. The old one stays valid until it ends.
          </Text>
          <Text variant="body-medium" color="secondary" as="p">
            Pods that read the file only when they start need a restart.
          </Text>
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          Cancel
        </Button>
        <Button variant="primary" onPress={onReissue}>
          Re-issue
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
