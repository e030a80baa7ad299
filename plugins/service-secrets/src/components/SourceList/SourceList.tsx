import { SourceStatus } from 'backstage-plugin-service-secrets-common';

import { SourceGroup, sourceGroups } from '../../format/sourceGroups';
import { ago } from '../../format/time';
import { visibleText } from '../../format/visibleText';
import { failureWords, sourceWords } from '../../format/words';
import { ClockText } from '../ClockText/ClockText';
import { CopyBlock } from '../CopyBlock/CopyBlock';
import { Message } from '../Message/Message';
import classes from './SourceList.module.css';

function freshness(group: SourceGroup, now: number): string {
  const read = group.fetchedAt ? ago(group.fetchedAt, now) : 'never read';
  if (group.failure) {
    const since = group.fetchedAt ? `, last read ${read}` : '';
    return `: ${failureWords[group.failure.code]}${since}`;
  }
  return group.state === 'stale' ? `, stale, last read ${read}` : `, ${read}`;
}

function Source({ group }: { readonly group: SourceGroup }) {
  const { label, state, failure } = group;
  const off = failure?.code === 'not-configured';
  const details = Boolean(failure) && !off;
  return (
    <li
      className={[
        classes[off ? 'off' : state],
        details ? classes.wide : '',
      ].join(' ')}
    >
      <span className={classes.sign} aria-hidden="true">
        {off ? '◌' : sourceWords[state].sign}{' '}
      </span>
      {visibleText(label)}
      <ClockText text={now => freshness(group, now)} />
      {details && failure ? (
        <>
          {'. '}
          <Message text={failure.message} />
        </>
      ) : null}
      {failure?.missingRule ? (
        <CopyBlock label="The missing rule" text={failure.missingRule} />
      ) : null}
    </li>
  );
}

/** Where the report comes from and how fresh each part is; what failed says why and which rule is missing. */
export function SourceList(props: {
  readonly sources: readonly SourceStatus[];
}) {
  return (
    <ul className={classes.list} aria-label="Sources">
      {sourceGroups(props.sources).map(group => (
        <Source key={group.key} group={group} />
      ))}
    </ul>
  );
}
