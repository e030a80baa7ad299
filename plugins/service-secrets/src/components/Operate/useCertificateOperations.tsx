import { useApiHolder } from '@backstage/core-plugin-api';
import { CertificateRow } from 'backstage-plugin-service-secrets-common';
import { ReactNode, useMemo, useState } from 'react';

import { operateApiRef } from '../../api/OperateApi';
import { Column } from '../DataTable/arrangeRows';
import { OperateNote } from './OperateNote';
import { ReissueDialog } from './ReissueDialog';
import { RowButton, RowButtons } from './RowButton';
import { Abilities } from './useAbilities';
import { usePresses } from './usePresses';

/** What operating adds to the certificate table. */
export interface CertificateOperationParts {
  /** A last column with the button of each row. */
  readonly column?: Column<CertificateRow>;
  readonly note?: ReactNode;
  readonly dialog?: ReactNode;
}

function buttonColumn(
  onReissue: (name: string) => void,
): Column<CertificateRow> {
  return {
    id: 'actions',
    label: 'Actions',
    width: 12,
    align: 'end',
    cell: ({ name, state }) => (
      <RowButtons>
        <RowButton
          label="Re-issue…"
          of={`certificate ${name}`}
          disabled={state === 'renewing'}
          onPress={() => onReissue(name)}
        />
      </RowButtons>
    ),
  };
}

/** The button, dialog and words with which owners have certificates issued anew. */
export function useCertificateOperations(props: {
  readonly entityRef: string;
  readonly environment: string;
  readonly abilities: Abilities;
  /** cert-manager was told: what is shown is to be read anew. */
  readonly onChanged: () => void;
}): CertificateOperationParts {
  const { entityRef, environment, abilities, onChanged } = props;
  const api = useApiHolder().get(operateApiRef);
  const [asked, setAsked] = useState<string>();
  const { presses, start } = usePresses(onChanged);
  const column = useMemo(() => buttonColumn(setAsked), []);
  if (!api) return {};
  const { allowed, reason } = abilities.certificates;
  const close = () => setAsked(undefined);
  const reissue = (name: string) =>
    start(`Re-issuing \`${name}\``, async () => {
      await api.reissue(entityRef, { environment, name });
      return `cert-manager was told to issue \`${name}\` anew.`;
    });
  return {
    column: allowed ? column : undefined,
    note: <OperateNote reason={reason} presses={presses} />,
    dialog:
      asked === undefined ? null : (
        <ReissueDialog
          name={asked}
          onClose={close}
          onReissue={() => {
            close();
            reissue(asked);
          }}
        />
      ),
  };
}
