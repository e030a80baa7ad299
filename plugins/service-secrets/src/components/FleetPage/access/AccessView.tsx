import { Text } from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import { Connection } from 'backstage-plugin-service-secrets-common';

import { fleetApiRef } from '../../../api/FleetApi';
import { ago } from '../../../format/time';
import { counted } from '../../../format/words';
import { useAsked } from '../../../hooks/useAsked';
import { FleetParams } from '../../../hooks/fleet/useFleetParams';
import { ServerClockProvider } from '../../../hooks/useServerClock';
import { ClockText } from '../../ClockText/ClockText';
import { Name } from '../../Message/Name';
import { Section } from '../../Section/Section';
import { AskedFace, Gaps, NothingFace, StaleFace } from '../FleetFaces';
import classes from './Access.module.css';
import { reachText } from './accessRoles';
import { AccessTree } from './AccessTree';

function connectionKey({ instance, mount, name }: Connection): string {
  return [instance, mount, name].join('|');
}

function ConnectionSelect(props: {
  readonly connections: readonly Connection[];
  readonly chosen: string;
  readonly onChoose: (key: string) => void;
}) {
  const { connections, chosen, onChoose } = props;
  return (
    <label className={classes.select}>
      Database
      <select value={chosen} onChange={({ target }) => onChoose(target.value)}>
        {connections.map(connection => (
          <option
            key={connectionKey(connection)}
            value={connectionKey(connection)}
          >
            {connection.name} ({connection.mount} on {connection.instance},{' '}
            {counted(connection.roles, 'role')})
          </option>
        ))}
      </select>
    </label>
  );
}

function Access(props: {
  readonly connection: Connection;
  readonly version: string;
}) {
  const { connection, version } = props;
  const api = useApi(fleetApiRef);
  const key = connectionKey(connection);
  const { state, again } = useAsked({
    subject: key,
    key: version,
    ask: signal => api.access(connection, { signal }),
  });
  if (state.kind !== 'ready') {
    return <AskedFace state={state} what="The access" onRetry={again} />;
  }
  const { value, received } = state;
  const { collectedAt } = value;
  return (
    <ServerClockProvider servedAt={value.servedAt} received={received}>
      <StaleFace stale={state.stale} />
      <Gaps gaps={value.gaps} />
      <Text variant="body-medium" as="p">
        <Name text={connection.name} />
        {connection.database ? ` ${connection.database}` : ''}:{' '}
        {reachText(value.paths)}.{' '}
        {collectedAt ? (
          <>
            Read <ClockText text={now => ago(collectedAt, now)} />.
          </>
        ) : (
          'When it was read is not known.'
        )}
      </Text>
      {value.paths.length === 0 ? (
        <NothingFace text="No role of this connection was found, so nobody can reach the database through Vault." />
      ) : (
        <AccessTree paths={value.paths} />
      )}
    </ServerClockProvider>
  );
}

/** Who can reach a database: connection, roles, policies, auth roles, service accounts, services, owners. */
export function AccessView(props: {
  readonly params: FleetParams;
  readonly version: string;
}) {
  const { params, version } = props;
  const api = useApi(fleetApiRef);
  const { state, again } = useAsked({
    subject: 'connections',
    key: version,
    ask: signal => api.connections({ signal }),
  });
  if (state.kind !== 'ready') {
    return <AskedFace state={state} what="The databases" onRetry={again} />;
  }
  const connections = state.value.items;
  const asked = params.get('db');
  const chosen =
    connections.find(one => connectionKey(one) === asked) ?? connections.at(0);
  return (
    <Section
      title="Who can reach this database?"
      tools={
        chosen ? (
          <ConnectionSelect
            connections={connections}
            chosen={connectionKey(chosen)}
            onChoose={db => params.set({ db })}
          />
        ) : null
      }
    >
      <StaleFace stale={state.stale} />
      {chosen ? (
        <Access
          key={connectionKey(chosen)}
          connection={chosen}
          version={version}
        />
      ) : (
        <NothingFace text="No database connection was seen yet. They come with a collection, when the reader may list `<mount>/config`." />
      )}
    </Section>
  );
}
