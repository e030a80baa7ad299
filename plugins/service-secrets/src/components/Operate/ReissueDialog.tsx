import { Text } from '@backstage/ui';

import { visibleText } from '../../format/visibleText';
import { ConfirmDialog } from './ConfirmDialog';

/** Tells what issuing a certificate anew does, before it is asked for. */
export function ReissueDialog(props: {
  readonly name: string;
  readonly onReissue: () => void;
  readonly onClose: () => void;
}) {
  const { name, onReissue, onClose } = props;
  return (
    <ConfirmDialog
      title={`Re-issue ${visibleText(name)}`}
      act="Re-issue"
      onConfirm={onReissue}
      onClose={onClose}
    >
      <Text variant="body-medium" as="p">
        cert-manager asks the issuer for a new certificate now and replaces the
        one in the Secret. The old one stays valid until it ends.
      </Text>
      <Text variant="body-medium" color="secondary" as="p">
        Pods that read the file only when they start need a restart.
      </Text>
    </ConfirmDialog>
  );
}
