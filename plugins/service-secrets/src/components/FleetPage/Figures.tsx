import { FleetSummary } from 'backstage-plugin-service-secrets-common';
import { ReactNode } from 'react';

import { endText } from '../../format/fleetText';
import { expiryWords } from '../../format/fleetWords';
import { visibleText } from '../../format/visibleText';
import { counted } from '../../format/words';
import { ClockText } from '../ClockText/ClockText';
import classes from './FleetPage.module.css';

function Figure(props: {
  readonly title: string;
  readonly value: ReactNode;
  readonly tone?: 'bad' | 'warning';
  readonly detail: ReactNode;
}) {
  const { title, value, tone, detail } = props;
  return (
    <div className={classes.figure}>
      <dt className={classes.figureTitle}>{title}</dt>
      <dd className={`${classes.figureValue} ${tone ? classes[tone] : ''}`}>
        {value}
      </dd>
      <dd className={classes.figureDetail}>{detail}</dd>
    </div>
  );
}

const number = (value: number) => value.toLocaleString('en-US');

function NextExpiry({ summary }: { readonly summary: FleetSummary }) {
  const { nextExpiry, nextCliff } = summary;
  return (
    <Figure
      title="Next expiry"
      value={
        nextExpiry ? (
          <ClockText
            text={now => endText(nextExpiry.what, nextExpiry.at, now)}
          />
        ) : (
          'none'
        )
      }
      detail={
        <>
          {nextExpiry
            ? `${expiryWords[nextExpiry.what]} ${visibleText(nextExpiry.name)}`
            : 'nothing known ends'}
          {nextCliff ? (
            <>
              {' · cliff of '}
              {visibleText(nextCliff.name)}:{' '}
              <ClockText text={now => endText('cliff', nextCliff.at, now)} />
            </>
          ) : null}
        </>
      }
    />
  );
}

/** The figures of all rows the filter fits. */
export function Figures({ summary }: { readonly summary: FleetSummary }) {
  const { byHealth, byAdoption, rowsWithoutNumbers } = summary;
  const {
    dynamic = 0,
    static: statics = 0,
    none = 0,
    unknown = 0,
  } = byAdoption;
  const missing =
    rowsWithoutNumbers > 0
      ? ` · without ${counted(rowsWithoutNumbers, 'service')} not read`
      : '';
  return (
    <dl className={classes.figures}>
      <Figure
        title="Services"
        value={number(summary.services)}
        detail={`${number(dynamic)} dynamic · ${number(
          statics,
        )} static · ${number(none)} none${
          unknown > 0 ? ` · ${number(unknown)} unknown` : ''
        }`}
      />
      <Figure
        title="Broken"
        value={number(byHealth.broken)}
        tone={byHealth.broken > 0 ? 'bad' : undefined}
        detail={`${counted(summary.newFindings, 'finding')} new in a day`}
      />
      <Figure
        title="Degraded"
        value={number(byHealth.degraded)}
        tone={byHealth.degraded > 0 ? 'warning' : undefined}
        detail={`${number(summary.openFindings)} open · ${number(
          summary.exceptedFindings,
        )} accepted`}
      />
      <Figure
        title="Leases"
        value={number(summary.leases)}
        detail={`${number(summary.irrevocableLeases)} irrevocable · ${number(
          summary.orphanLeases,
        )} orphans${missing}`}
      />
      <NextExpiry summary={summary} />
    </dl>
  );
}
