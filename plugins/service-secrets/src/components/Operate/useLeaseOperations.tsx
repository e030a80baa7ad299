import { Button } from '@backstage/ui';
import { useApiHolder } from '@backstage/core-plugin-api';
import {
  LeaseOperationResult,
  LeaseRow,
} from 'backstage-plugin-service-secrets-common';
import { ReactNode, useMemo, useState } from 'react';

import { OperateApi, operateApiRef } from '../../api/OperateApi';
import { resultText } from '../../format/operateText';
import { useAction } from '../../hooks/useAction';
import { Column } from '../DataTable/arrangeRows';
import { OperateNote } from './OperateNote';
import { RevokeAllDialog } from './RevokeAllDialog';
import { RevokeDialog } from './RevokeDialog';
import { RowButton, RowButtons } from './RowButton';
import { Abilities } from './useAbilities';

/** What operating adds to the lease table. */
export interface LeaseOperationParts {
  /** A last column with the buttons of each row. */
  readonly column?: Column<LeaseRow>;
  readonly tools?: ReactNode;
  /** Above the rows: what became of a press, or why there are no buttons. */
  readonly note?: ReactNode;
  readonly dialog?: ReactNode;
}

interface Place {
  readonly entityRef: string;
  readonly environment: string;
  readonly abilities: Abilities;
  /** Something changed: what is shown is to be read anew. */
  readonly onChanged: () => void;
}

const canRenew = ({ renewable, state }: LeaseRow) =>
  renewable && state !== 'irrevocable' && state !== 'expired';

function buttonsColumn(
  onRenew: (lease: LeaseRow) => void,
  onRevoke: (lease: LeaseRow) => void,
): Column<LeaseRow> {
  return {
    id: 'actions',
    label: 'Actions',
    width: 17,
    align: 'end',
    cell: lease => (
      <RowButtons>
        <RowButton
          label="Renew"
          of={`lease ${lease.suffix}`}
          disabled={!canRenew(lease)}
          onPress={() => onRenew(lease)}
        />
        <RowButton
          label="Revoke…"
          of={`lease ${lease.suffix}`}
          onPress={() => onRevoke(lease)}
        />
      </RowButtons>
    ),
  };
}

/** Renewing and revoking, and what was last asked about. */
function useLeaseActions(api: OperateApi | undefined, place: Place) {
  const { entityRef, environment, onChanged } = place;
  const [result, setResult] = useState<string>();
  const settled =
    (what: 'Renewed' | 'Revoked') => (answer: LeaseOperationResult) => {
      setResult(resultText(answer, what));
      onChanged();
    };
  const targets = ({ handle }: LeaseRow) => ({
    environment,
    handles: [handle],
  });
  const act = async (
    how: 'renew' | 'revoke',
    lease: LeaseRow,
  ): Promise<LeaseOperationResult> => {
    if (!api) throw new Error('This app has no API for changing leases');
    setResult(undefined);
    return api[how](entityRef, targets(lease));
  };
  const renew = useAction(
    (lease: LeaseRow) => act('renew', lease),
    settled('Renewed'),
  );
  const revoke = useAction(
    (lease: LeaseRow) => act('revoke', lease),
    settled('Revoked'),
  );
  return { renew, revoke, result, revokedAll: settled('Revoked') };
}

/** The buttons, dialogs and words with which owners renew and revoke leases. */
export function useLeaseOperations(place: Place): LeaseOperationParts {
  const api = useApiHolder().get(operateApiRef);
  const { renew, revoke, result, revokedAll } = useLeaseActions(api, place);
  const [asked, setAsked] = useState<LeaseRow | 'all'>();
  const { run: runRenew } = renew;
  // Kept, or every row of a long list would be drawn anew with each report.
  const column = useMemo(() => buttonsColumn(runRenew, setAsked), [runRenew]);
  if (!api) return {};
  const close = () => setAsked(undefined);
  const { allowed, reason } = place.abilities.leases;
  const failed = [
    { what: 'Renewing', action: renew },
    { what: 'Revoking', action: revoke },
  ];
  return {
    column: allowed ? column : undefined,
    tools: allowed ? (
      <Button variant="secondary" size="small" onPress={() => setAsked('all')}>
        Revoke all…
      </Button>
    ) : null,
    note: <OperateNote reason={reason} result={result} failed={failed} />,
    dialog: (
      <>
        {asked === 'all' ? (
          <RevokeAllDialog
            api={api}
            entityRef={place.entityRef}
            environment={place.environment}
            onClose={close}
            onDone={answer => {
              close();
              revokedAll(answer);
            }}
          />
        ) : null}
        {asked && asked !== 'all' ? (
          <RevokeDialog
            lease={asked}
            onClose={close}
            onRevoke={() => {
              close();
              revoke.run(asked);
            }}
          />
        ) : null}
      </>
    ),
  };
}
