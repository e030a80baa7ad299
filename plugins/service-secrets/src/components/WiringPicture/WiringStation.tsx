import {
  WiringChain,
  WiringNode,
} from 'backstage-plugin-service-secrets-common';

import { visibleText } from '../../format/visibleText';
import { linkWords, stationFacts, stationLabel } from '../../format/wiringText';
import { ClockText } from '../ClockText/ClockText';
import { Name } from '../Message/Name';
import classes from './WiringPicture.module.css';

type Link = WiringChain['links'][number];

const stateNotes: Readonly<Record<WiringNode['state'], string>> = {
  ok: '',
  broken: 'broken',
  unknown: 'could not be checked',
  blocked: 'not looked at',
};

function LinkMark(props: {
  readonly link: Link;
  readonly onExplain?: () => void;
}) {
  const { link, onExplain } = props;
  if (link !== 'broken' && link !== 'unknown') return null;
  const sign = link === 'broken' ? '!' : '?';
  const className = `${classes.mark} ${classes[`mark_${link}`]}`;
  return link === 'broken' && onExplain ? (
    <button
      type="button"
      className={className}
      aria-label="Explain the broken link"
      onClick={onExplain}
    >
      {sign}
    </button>
  ) : (
    <span className={className} aria-hidden="true">
      {sign}
    </span>
  );
}

/** One station of the wiring and the link that leaves it. */
export function WiringStation(props: {
  readonly node: WiringNode;
  readonly link?: Link;
  /** The link is known only from an older answer. */
  readonly linkStale?: boolean;
  /** Leads to the finding that explains the first broken link. */
  readonly onExplain?: () => void;
}) {
  const { node, link, linkStale, onExplain } = props;
  const note = stateNotes[node.state] || (node.stale ? 'as last known' : '');
  return (
    <li
      className={[
        classes.station,
        classes[node.state],
        node.stale ? classes.stale : '',
      ].join(' ')}
    >
      <div className={classes.box}>
        <span className={classes.kind}>{visibleText(stationLabel(node))}</span>
        <Name text={node.name} />
        <p className={classes.facts}>
          <ClockText
            text={now => visibleText(stationFacts(node, now).join(' · '))}
          />
        </p>
        {note ? <span className={classes.hidden}>{note}</span> : null}
      </div>
      {link ? (
        <div
          className={[
            classes.link,
            classes[`link_${link}`],
            linkStale ? classes.link_stale : '',
          ].join(' ')}
        >
          <span className={classes.hidden}>
            The link to the next station {linkWords[link]}.
          </span>
          <LinkMark link={link} onExplain={onExplain} />
        </div>
      ) : null}
    </li>
  );
}
