import { Link } from '@backstage/core-components';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { useEntityRefLink } from '@backstage/plugin-catalog-react';
import Tooltip from '@material-ui/core/Tooltip';
import { ReactNode } from 'react';

import { stateText } from '../../format/stateText';
import { healthWords } from '../../format/words';
import { failureMessage } from '../../hooks/failureKind';
import { isServiceSecretsAvailable } from '../../isServiceSecretsAvailable';
import { Message } from '../Message/Message';
import { StateChip } from '../StateChip/StateChip';
import classes from './CatalogSecretsCell.module.css';
import { CellState } from './StateBoard';
import { useServiceState } from './useServiceState';

/** What a cell is about, and where its tab is. */
export interface CatalogSecretsCellProps {
  readonly entity: Entity;
  /** The path of the Secrets tab on the entity's page; `secrets` by default. */
  readonly tabPath?: string;
}

const notShown =
  'No state for you: the service is not yours, or was not collected yet.';
const notRead = { word: 'Not read', tone: 'neutral', sign: '?' } as const;

function Lines({ lines }: { readonly lines: readonly string[] }) {
  return (
    <div>
      {lines.map(line => (
        <p key={line}>
          <Message text={line} />
        </p>
      ))}
    </div>
  );
}

/** A part of the cell whose reason is told to whoever points at it, focuses it, or has it read out. */
function Told(props: {
  readonly name: string;
  readonly lines: readonly string[];
  readonly href: string;
  readonly children: ReactNode;
}) {
  const { name, lines, href, children } = props;
  const words = lines.join(' ').replaceAll('`', '');
  return (
    <Tooltip
      title={<Lines lines={lines} />}
      placement="bottom-start"
      classes={{ tooltip: classes.told }}
    >
      <Link
        to={href}
        className={classes.link}
        aria-label={`${name}. ${words}`}
        underline="none"
      >
        {children}
      </Link>
    </Tooltip>
  );
}

function Shown({ cell, href }: { cell: CellState; href: string }) {
  switch (cell.kind) {
    case 'loading':
      return (
        <span role="status" aria-label="Loading" className={classes.quiet}>
          …
        </span>
      );
    case 'absent':
      return (
        <Tooltip title={notShown}>
          <span role="img" aria-label={notShown} className={classes.quiet}>
            –
          </span>
        </Tooltip>
      );
    case 'failed': {
      const lines = [
        `The state could not be read: ${failureMessage(cell.error)}`,
      ];
      return (
        <Told name={notRead.word} lines={lines} href={href}>
          <StateChip state={notRead} />
        </Told>
      );
    }
    default: {
      const word = healthWords[cell.state.health];
      const trouble = cell.trouble && failureMessage(cell.trouble);
      const isOld = cell.state.stale || trouble !== undefined;
      return (
        <Told
          name={word.word}
          lines={stateText(cell.state, cell.servedAt, trouble)}
          href={href}
        >
          <span className={isOld ? classes.old : undefined}>
            <StateChip state={word} />
          </span>
        </Told>
      );
    }
  }
}

function BoundCell({ entity, tabPath = 'secrets' }: CatalogSecretsCellProps) {
  const link = useEntityRefLink();
  const cell = useServiceState(stringifyEntityRef(entity));
  return <Shown cell={cell} href={`${link(entity)}/${tabPath}`} />;
}

/** The state of a service's secrets in a list of the catalog; nothing for entities without any. */
export function CatalogSecretsCell(props: CatalogSecretsCellProps) {
  return isServiceSecretsAvailable(props.entity) ? (
    <BoundCell {...props} />
  ) : null;
}
