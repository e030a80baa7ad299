import { Button, Text } from '@backstage/ui';
import { FleetRow } from 'backstage-plugin-service-secrets-common';
import { useCallback, useState } from 'react';

import { targetKey } from '../../../format/fleetText';
import { counted } from '../../../format/words';
import { Asked } from '../../../hooks/useAsked';
import { FleetParams } from '../../../hooks/fleet/useFleetParams';
import { FleetRows } from '../../../hooks/fleet/useFleetRows';
import { useReviewRight } from '../../../hooks/fleet/useReviewRight';
import { Section } from '../../Section/Section';
import { DetailsDrawer } from '../details/DetailsDrawer';
import { ExportButtons } from '../ExportButtons';
import { FilterChips } from '../FilterChips';
import { conditionCount, noFilter } from '../filterConditions';
import { Answered, AskedFace } from '../FleetFaces';
import { MuteDialog } from '../review/MuteDialog';
import { SignOffDialog } from '../review/SignOffDialog';
import { ServicesTable } from './ServicesTable';
import classes from './ServicesView.module.css';
import { Selection, useSelection } from './useSelection';

interface ServicesViewProps {
  readonly state: Asked<FleetRows>;
  readonly params: FleetParams;
  readonly version: string;
  /** Something was reviewed: everything is to be read anew. */
  readonly onChanged: () => void;
}

function extent({ rows, total }: FleetRows, refreshing: boolean): string {
  if (rows.length >= total) return counted(total, 'row');
  const loaded = rows.length.toLocaleString('en-US');
  const all = total.toLocaleString('en-US');
  return refreshing
    ? `${loaded} of ${all} rows loaded, the rest is on its way`
    : `the worst ${loaded} of ${all} rows; filter to see others`;
}

function KeyHint({ canSelect }: { readonly canSelect: boolean }) {
  return (
    <Text
      variant="body-small"
      color="secondary"
      as="p"
      className={classes.keys}
    >
      Arrow keys move from row to row, Enter opens one
      {canSelect ? ', Space selects it' : ''}.
    </Text>
  );
}

function NoRows({ params }: { readonly params: FleetParams }) {
  return (
    <div className={classes.none}>
      <Text variant="body-medium" color="secondary" as="p">
        <span role="status">No service fits the filter.</span>
      </Text>
      {conditionCount(params.filter) > 0 ? (
        <Button variant="secondary" onPress={() => params.set(noFilter)}>
          Clear the filter
        </Button>
      ) : null}
    </div>
  );
}

/** What is done to the selected rows. */
type Doing = 'sign' | 'mute';

function ReviewTools(props: {
  readonly count: number;
  readonly onDo: (doing: Doing) => void;
}) {
  const { count, onDo } = props;
  const many = count > 0 ? `${count.toLocaleString('en-US')} ` : '';
  return (
    <>
      <Button
        variant="secondary"
        isDisabled={count === 0}
        onPress={() => onDo('mute')}
      >
        Mute {many}selected…
      </Button>
      <Button
        variant="primary"
        isDisabled={count === 0}
        onPress={() => onDo('sign')}
      >
        Sign off {many}selected…
      </Button>
    </>
  );
}

function ReviewDialogs(props: {
  readonly doing?: Doing;
  readonly selection: Selection;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}) {
  const { doing, selection, onClose, onChanged } = props;
  const onDone = () => {
    selection.clear();
    onChanged();
  };
  if (doing === 'sign') {
    return (
      <SignOffDialog rows={selection.rows} onClose={onClose} onDone={onDone} />
    );
  }
  if (doing !== 'mute') return null;
  return (
    <MuteDialog targets={selection.rows} onClose={onClose} onDone={onDone} />
  );
}

const noRows: readonly FleetRow[] = [];

/** Every service worst first, what is known of one, and reviewing those selected. */
export function ServicesView(props: ServicesViewProps) {
  const { state, params, version, onChanged } = props;
  const { go, set } = params;
  const { allowed } = useReviewRight();
  const rows = state.kind === 'ready' ? state.value.rows : noRows;
  const selection = useSelection(rows);
  const [doing, setDoing] = useState<Doing>();
  const openKey = params.get('row');
  const open = rows.find(row => targetKey(row) === openKey);
  const onOpen = useCallback(
    (row: FleetRow) => go({ row: targetKey(row) }),
    [go],
  );
  if (state.kind !== 'ready') {
    return <AskedFace state={state} what="The services" onRetry={onChanged} />;
  }
  return (
    <Section
      title="Services"
      aside={`${params.get('sort') ? '' : 'worst first · '}${extent(
        state.value,
        state.refreshing,
      )}`}
      tools={
        <>
          <ExportButtons filter={params.filter} />
          {allowed ? (
            <ReviewTools count={selection.rows.length} onDo={setDoing} />
          ) : null}
        </>
      }
    >
      <FilterChips params={params} />
      <Answered state={state}>
        {rows.length === 0 ? (
          <NoRows params={params} />
        ) : (
          <>
            <ServicesTable
              // Groups of another kind begin closed.
              key={params.group}
              rows={rows}
              params={params}
              selection={allowed ? selection : undefined}
              onOpen={onOpen}
            />
            <KeyHint canSelect={allowed} />
          </>
        )}
      </Answered>
      {open ? (
        <DetailsDrawer
          key={targetKey(open)}
          row={open}
          params={params}
          version={version}
          onChanged={onChanged}
          onClose={() => set({ row: undefined })}
        />
      ) : null}
      <ReviewDialogs
        doing={doing}
        selection={selection}
        onClose={() => setDoing(undefined)}
        onChanged={onChanged}
      />
    </Section>
  );
}
