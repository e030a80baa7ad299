import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';
import { ReactNode } from 'react';

import classes from './Operate.module.css';

/** Tells what an act does to whom, before it is done. */
export function ConfirmDialog(props: {
  readonly title: string;
  /** What the button says. */
  readonly act: string;
  readonly destructive?: boolean;
  readonly children: ReactNode;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}) {
  const { title, act, destructive, children, onConfirm, onClose } = props;
  return (
    <Dialog isOpen onOpenChange={isOpen => isOpen || onClose()} width={520}>
      <DialogHeader>{title}</DialogHeader>
      <DialogBody>
        <div className={classes.form}>{children}</div>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          Cancel
        </Button>
        <Button variant="primary" destructive={destructive} onPress={onConfirm}>
          {act}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
