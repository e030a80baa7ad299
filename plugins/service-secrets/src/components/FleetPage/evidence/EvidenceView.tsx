import { Button, Text } from '@backstage/ui';
import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import {
  FindingException,
  FleetFilter,
  FleetSummary,
} from 'backstage-plugin-service-secrets-common';
import { useEffect, useState } from 'react';
import { createPortal, flushSync } from 'react-dom';

import { fleetApiRef } from '../../../api/FleetApi';
import { Asked, useAsked } from '../../../hooks/useAsked';
import { FleetRows } from '../../../hooks/fleet/useFleetRows';
import { Section } from '../../Section/Section';
import { ExportButtons } from '../ExportButtons';
import { AskedFace, FleetLoadingFace, NothingFace } from '../FleetFaces';
import classes from './Evidence.module.css';
import { EvidenceDocument, Report } from './EvidenceDocument';

/** Ten thousand rows take a browser seconds; they are made when they are printed. */
const PREVIEW_ROWS = 100;

/** Whether the page is being put on paper, by our button or by the browser's own. */
function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    // The browser prints what is there when the event's handlers return.
    const begin = () => flushSync(() => setPrinting(true));
    const end = () => setPrinting(false);
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
    };
  }, []);
  return printing;
}

/** The beginning of the report to look at, and all of it while it is printed. */
function Paper({ report }: { readonly report: Report }) {
  if (usePrinting()) {
    return createPortal(
      <div className={classes.print}>
        <EvidenceDocument {...report} />
      </div>,
      document.body,
    );
  }
  return (
    <div
      className={classes.preview}
      role="region"
      aria-label="The report"
      // A region that scrolls must be reached by those who scroll by keys.
      tabIndex={0} // eslint-disable-line jsx-a11y/no-noninteractive-tabindex
    >
      <EvidenceDocument {...report} atMost={PREVIEW_ROWS} />
    </div>
  );
}

interface Evidence {
  readonly exceptions: readonly FindingException[];
  readonly by: string;
}

function useEvidence(version: string) {
  const api = useApi(fleetApiRef);
  const identity = useApi(identityApiRef);
  return useAsked<Evidence>({
    subject: 'evidence',
    key: version,
    ask: async signal => {
      const [{ items }, { userEntityRef }] = await Promise.all([
        api.exceptions({ ended: false }, { signal }),
        identity.getBackstageIdentity(),
      ]);
      return { exceptions: items, by: userEntityRef };
    },
  });
}

/** What was known, reviewed and accepted, to be printed for an auditor. */
export function EvidenceView(props: {
  readonly rows: Asked<FleetRows>;
  readonly summary: FleetSummary;
  /** Rows and summary are not of this filter: on paper that would be untrue. */
  readonly outdated: boolean;
  readonly filter: FleetFilter;
  readonly version: string;
  readonly onRetry: () => void;
}) {
  const { rows, summary, filter, version, onRetry } = props;
  const evidence = useEvidence(version);
  if (props.outdated) return <FleetLoadingFace />;
  if (rows.kind !== 'ready') {
    return <AskedFace state={rows} what="The services" onRetry={onRetry} />;
  }
  if (evidence.state.kind !== 'ready') {
    return (
      <AskedFace
        state={evidence.state}
        what="The exceptions"
        onRetry={evidence.again}
      />
    );
  }
  const complete = rows.value.rows.length >= rows.value.total;
  const report = {
    rows: rows.value,
    summary,
    filter,
    ...evidence.state.value,
  };
  return (
    <Section
      title="Evidence report"
      aside="what an auditor gets, as it will be on paper"
      tools={
        <>
          <ExportButtons filter={filter} />
          <Button
            variant="primary"
            isDisabled={!complete}
            onPress={() => window.print()}
          >
            Print
          </Button>
        </>
      }
    >
      {complete ? null : (
        <NothingFace
          text={`${rows.value.rows.length.toLocaleString(
            'en-US',
          )} of ${rows.value.total.toLocaleString(
            'en-US',
          )} rows are loaded; wait for the rest, or filter, before you print.`}
        />
      )}
      <Paper report={report} />
      <Text variant="body-small" color="secondary" as="p">
        The export holds the same rows for machines.
      </Text>
    </Section>
  );
}
