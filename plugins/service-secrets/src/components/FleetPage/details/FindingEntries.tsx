import { Button, Text } from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import {
  FleetFinding,
  FleetRow,
} from 'backstage-plugin-service-secrets-common';
import { useState } from 'react';

import { fleetApiRef } from '../../../api/FleetApi';
import { dayText } from '../../../format/fleetText';
import { age } from '../../../format/time';
import { counted, severityWords } from '../../../format/words';
import { useAction } from '../../../hooks/useAction';
import { useReviewRight } from '../../../hooks/fleet/useReviewRight';
import { ActionFailed } from '../../ActionFailed/ActionFailed';
import { ClockText } from '../../ClockText/ClockText';
import { Message } from '../../Message/Message';
import { StateChip } from '../../StateChip/StateChip';
import { ExceptionDialog } from '../review/ExceptionDialog';
import classes from './Details.module.css';

interface EntryProps {
  readonly finding: FleetFinding;
  readonly onAccept: () => void;
  readonly onChanged: () => void;
}

function Acceptance(props: EntryProps) {
  const { finding, onChanged } = props;
  const { allowed } = useReviewRight();
  const api = useApi(fleetApiRef);
  const end = useAction((id: string) => api.endException(id), onChanged);
  const { exception } = finding;
  if (!exception) return null;
  return (
    <>
      <Text variant="body-medium" color="secondary" as="p">
        Accepted until {dayText(exception.until)}:{' '}
        <Message text={exception.reason} />
      </Text>
      {allowed ? (
        <Button
          size="small"
          variant="secondary"
          isPending={end.pending}
          onPress={() => end.run(exception.id)}
        >
          End the acceptance
        </Button>
      ) : null}
      <ActionFailed what="Ending the acceptance" action={end} />
    </>
  );
}

function Entry(props: EntryProps) {
  const { finding, onAccept } = props;
  const { allowed } = useReviewRight();
  // What follows the first line is to be pasted on the service's own page.
  const [remedy] = finding.remedy.split('\n');
  return (
    <li className={classes.finding}>
      <div className={classes.findingHead}>
        <StateChip state={severityWords[finding.severity]} />
        <Text variant="body-small" color="secondary" as="span">
          since {dayText(finding.since)},{' '}
          <ClockText text={now => age(finding.since, now)} />
        </Text>
      </div>
      <Text variant="body-medium" as="p">
        <Message text={finding.message} />
      </Text>
      <Text variant="body-medium" color="secondary" as="p">
        <Message text={remedy} />
      </Text>
      <Acceptance {...props} />
      {allowed && !finding.exception ? (
        <Button size="small" variant="secondary" onPress={onAccept}>
          Accept until a day…
        </Button>
      ) : null}
    </li>
  );
}

/** The findings of a row, since when, and what was accepted. */
export function FindingEntries(props: {
  readonly row: FleetRow;
  readonly onChanged: () => void;
}) {
  const { row, onChanged } = props;
  const [accepting, setAccepting] = useState<FleetFinding>();
  return (
    <section aria-label="Findings" className={classes.part}>
      <Text as="h3" variant="body-medium" weight="bold">
        {row.findings.length === 0
          ? 'No findings'
          : counted(row.findings.length, 'finding')}
      </Text>
      <ul className={classes.findings}>
        {row.findings.map(finding => (
          <Entry
            key={finding.id}
            finding={finding}
            onAccept={() => setAccepting(finding)}
            onChanged={onChanged}
          />
        ))}
      </ul>
      {accepting ? (
        <ExceptionDialog
          target={row}
          finding={accepting}
          onClose={() => setAccepting(undefined)}
          onDone={onChanged}
        />
      ) : null}
    </section>
  );
}
