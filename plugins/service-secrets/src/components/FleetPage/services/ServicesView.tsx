import { Button, Text } from '@backstage/ui';
import { FleetRow } from 'backstage-plugin-service-secrets-common';
import { useCallback, useState } from 'react';

import { targetKey } from '../../../format/fleetText';
import { Asked } from '../../../hooks/fleet/useAsked';
import { FleetParams } from '../../../hooks/fleet/useFleetParams';
import { FleetRows } from '../../../hooks/fleet/useFleetRows';
import { Section } from '../../Section/Section';
import { DetailsDrawer } from '../details/DetailsDrawer';
import { ExportButtons } from '../ExportButtons';
import { conditionCount, noFilter } from '../FilterPanel';
import { AskedFace, StaleFace } from '../FleetFaces';
import { SignOffDialog } from '../review/SignOffDialog';
import { ServicesTable } from './ServicesTable';
import classes from './ServicesView.module.css';
import { Selection, useSelection } from './useSelection';

interface ServicesViewProps {
  readonly state: Asked<FleetRows>;
  readonly params: FleetParams;
  readonly mayReview: boolean;
  /** Something was reviewed: everything is to be read anew. */
  readonly onChanged: () => void;
}

function extent({ rows, total }: FleetRows, refreshing: boolean): string {
  if (rows.length >= total) return `${total.toLocaleString('en-US')} rows`;
  const loaded = rows.length.toLocaleString('en-US');
  const all = total.toLocaleString('en-US');
  return refreshing
    ? `${loaded} of ${all} rows loaded, the rest is on its way`
    : `the worst ${loaded} of ${all} rows; filter to see others`;
}

function KeyHint({ mayReview }: Pick<ServicesViewProps, 'mayReview'>) {
  return (
    <Text variant="body-small" color="secondary" as="p">
      Arrow keys move from row to row, Enter opens one
      {mayReview ? ', Space selects it' : ''}.
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

function ReviewTools(props: {
  readonly rows: readonly FleetRow[];
  readonly selection: Selection;
  readonly onSign: () => void;
}) {
  const { rows, selection, onSign } = props;
  const count = selection.rows.length;
  return (
    <>
      <Button
        variant="secondary"
        onPress={() => selection.replace(count > 0 ? [] : rows)}
        isDisabled={rows.length === 0}
      >
        {count > 0 ? 'Select none' : 'Select all'}
      </Button>
      <Button variant="primary" isDisabled={count === 0} onPress={onSign}>
        {count > 0
          ? `Sign off ${count.toLocaleString('en-US')} selected…`
          : 'Sign off selected…'}
      </Button>
    </>
  );
}

const noRows: readonly FleetRow[] = [];

/** Every service worst first, what is known of one, and signing off those selected. */
export function ServicesView(props: ServicesViewProps) {
  const { state, params, mayReview, onChanged } = props;
  const { set } = params;
  const rows = state.kind === 'ready' ? state.value.rows : noRows;
  const selection = useSelection(rows);
  const [signing, setSigning] = useState(false);
  const openKey = params.get('row');
  const open = rows.find(row => targetKey(row) === openKey);
  const onOpen = useCallback(
    (row: FleetRow) => set({ row: targetKey(row) }),
    [set],
  );
  if (state.kind !== 'ready') {
    return <AskedFace state={state} what="The services" onRetry={onChanged} />;
  }
  return (
    <Section
      title="Services"
      aside={`worst first · ${extent(state.value, state.refreshing)}`}
      tools={
        <>
          <ExportButtons filter={params.filter} />
          {mayReview ? (
            <ReviewTools
              rows={rows}
              selection={selection}
              onSign={() => setSigning(true)}
            />
          ) : null}
        </>
      }
    >
      <StaleFace stale={state.stale} />
      {rows.length === 0 ? (
        <NoRows params={params} />
      ) : (
        <>
          <ServicesTable
            rows={rows}
            params={params}
            selection={mayReview ? selection : undefined}
            onOpen={onOpen}
          />
          <KeyHint mayReview={mayReview} />
        </>
      )}
      {open ? (
        <DetailsDrawer
          key={targetKey(open)}
          row={open}
          mayReview={mayReview}
          onChanged={onChanged}
          onClose={() => set({ row: undefined })}
        />
      ) : null}
      {signing ? (
        <SignOffDialog
          rows={selection.rows}
          onClose={() => setSigning(false)}
          onDone={() => {
            selection.replace([]);
            onChanged();
          }}
        />
      ) : null}
    </Section>
  );
}
