import { Button, Text } from '@backstage/ui';
import { Finding } from 'backstage-plugin-service-secrets-common';
import { useState } from 'react';

import { worstFirst } from '../../format/severityOrder';
import { counted } from '../../format/words';
import { Section } from '../Section/Section';
import { FindingItem } from './FindingItem';
import classes from './FindingList.module.css';

/** As many at a time: beyond, nobody reads on without asking for more. */
const STEP = 50;

/** A wish to be led to a finding. `count` grows with every wish, so that the same finding can be asked for twice. */
export interface FindingFocus {
  readonly findingId: string;
  readonly count: number;
}

/** What the checks report, worst first. */
export function FindingList(props: {
  readonly findings: readonly Finding[];
  readonly focus?: FindingFocus;
}) {
  const { focus } = props;
  const [limit, setLimit] = useState(STEP);
  const findings = worstFirst(props.findings);
  const target = findings.findIndex(({ id }) => id === focus?.findingId);
  const shown = findings.slice(0, Math.max(limit, target + 1));
  const rest = findings.length - shown.length;
  return (
    <Section title="Findings" aside={findings.length.toLocaleString('en-US')}>
      {findings.length === 0 ? (
        <Text variant="body-medium" color="secondary" as="p">
          The checks found nothing to correct.
        </Text>
      ) : null}
      <ul className={classes.list}>
        {shown.map((finding, index) => (
          <FindingItem
            key={finding.id}
            finding={finding}
            focusRequest={index === target ? focus?.count : undefined}
          />
        ))}
      </ul>
      {rest > 0 ? (
        <Button variant="tertiary" onPress={() => setLimit(limit + STEP)}>
          {`Show ${Math.min(STEP, rest)} more of ${counted(rest, 'finding')}`}
        </Button>
      ) : null}
    </Section>
  );
}
