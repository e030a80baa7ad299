import {
  WiringChain,
  WiringNode,
} from 'backstage-plugin-service-secrets-common';

import { visibleText } from '../../format/visibleText';
import { stationWords } from '../../format/words';
import { linkWords } from '../../format/wiringText';
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
  /** Leads to the finding that explains the first broken link. */
  readonly onExplain?: () => void;
}) {
  const { node, link, onExplain } = props;
  const note = stateNotes[node.state];
  return (
    <li className={`${classes.station} ${classes[node.state] ?? ''}`}>
      <div className={classes.box}>
        <span className={classes.kind}>{stationWords[node.kind]}</span>
        <Name text={node.name} />
        <p className={classes.facts}>{visibleText(node.facts.join(' · '))}</p>
        {note ? <span className={classes.hidden}>{note}</span> : null}
      </div>
      {link ? (
        <div className={`${classes.link} ${classes[`link_${link}`] ?? ''}`}>
          <span className={classes.hidden}>
            The link to the next station {linkWords[link]}.
          </span>
          <LinkMark link={link} onExplain={onExplain} />
        </div>
      ) : null}
    </li>
  );
}
