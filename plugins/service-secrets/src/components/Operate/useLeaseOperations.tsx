import { Button } from '@backstage/ui';
import { useApiHolder } from '@backstage/core-plugin-api';
import {
  LeaseOperationResult,
  LeaseRow,
} from 'backstage-plugin-service-secrets-common';
import { ReactNode, useMemo, useState } from 'react';

import { OperateApi, operateApiRef } from '../../api/OperateApi';
import { oneResultText, revokedAllText } from '../../format/operateText';
import { Column } from '../DataTable/arrangeRows';
import { OperateNote } from './OperateNote';
import { RevokeAllDialog } from './RevokeAllDialog';
import { RevokeDialog } from './RevokeDialog';
import { RowButton, RowButtons } from './RowButton';
import { Abilities } from './useAbilities';
import { usePresses } from './usePresses';

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

/** Renewing and revoking one lease, and what became of it. */
function useLeasePresses(api: OperateApi | undefined, place: Place) {
  const { entityRef, environment } = place;
  const { presses, start } = usePresses(place.onChanged);
  const { renew, revoke } = useMemo(() => {
    const pressing =
      (how: 'renew' | 'revoke', done: 'Renewed' | 'Revoked') =>
      ({ handle, suffix }: LeaseRow) => {
        if (!api) return;
        const targets = { environment, handles: [handle] };
        const name = `lease \`…${suffix}\``;
        start(
          `${how === 'renew' ? 'Renewing' : 'Revoking'} ${name}`,
          async () => {
            const result = await api[how](entityRef, targets);
            return oneResultText(result, done, name);
          },
        );
      };
    return {
      renew: pressing('renew', 'Renewed'),
      revoke: pressing('revoke', 'Revoked'),
    };
  }, [api, entityRef, environment, start]);
  const revokedAll = (answer: LeaseOperationResult) =>
    start('Revoking every lease', async () => revokedAllText(answer));
  return { presses, renew, revoke, revokedAll };
}

/** The buttons, dialogs and words with which owners renew and revoke leases. */
export function useLeaseOperations(place: Place): LeaseOperationParts {
  const api = useApiHolder().get(operateApiRef);
  const { presses, renew, revoke, revokedAll } = useLeasePresses(api, place);
  const [asked, setAsked] = useState<LeaseRow | 'all'>();
  // Kept, or every row of a long list would be drawn anew with each report.
  const column = useMemo(() => buttonsColumn(renew, setAsked), [renew]);
  if (!api) return {};
  const close = () => setAsked(undefined);
  const { allowed, reason } = place.abilities.leases;
  return {
    column: allowed ? column : undefined,
    tools: allowed ? (
      <Button variant="secondary" onPress={() => setAsked('all')}>
        Revoke all…
      </Button>
    ) : null,
    note: <OperateNote reason={reason} presses={presses} />,
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
              revoke(asked);
            }}
          />
        ) : null}
      </>
    ),
  };
}
