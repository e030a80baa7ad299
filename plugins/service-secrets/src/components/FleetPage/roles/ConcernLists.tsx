import { Text } from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import { FleetConcerns } from 'backstage-plugin-service-secrets-common';
import { ReactNode } from 'react';

import { fleetApiRef } from '../../../api/FleetApi';
import { dayText, targetKey } from '../../../format/fleetText';
import { counted } from '../../../format/words';
import { useAsked } from '../../../hooks/useAsked';
import { Name } from '../../Message/Name';
import { Section } from '../../Section/Section';
import { AskedFace, Gaps, NothingFace } from '../FleetFaces';
import { OwnedServices, ServiceName } from '../OwnedServices';
import classes from './Roles.module.css';

/** Longer lists say how many more there are. */
const SHOWN = 50;

function ConcernList<T>(props: {
  readonly title: string;
  readonly aside: string;
  /** What an empty list means. */
  readonly none: string;
  readonly items: readonly T[];
  readonly itemKey: (item: T) => string;
  readonly item: (item: T) => ReactNode;
}) {
  const { title, aside, none, items, itemKey, item } = props;
  return (
    <Section
      title={title}
      aside={
        items.length > 0
          ? `${items.length.toLocaleString('en-US')} · ${aside}`
          : aside
      }
    >
      {items.length === 0 ? <NothingFace text={none} /> : null}
      <ul className={classes.list}>
        {items.slice(0, SHOWN).map(one => (
          <li key={itemKey(one)}>{item(one)}</li>
        ))}
      </ul>
      {items.length > SHOWN ? (
        <Text variant="body-small" color="secondary" as="p">
          and {(items.length - SHOWN).toLocaleString('en-US')} more
        </Text>
      ) : null}
    </Section>
  );
}

function Bindings({ concerns }: { readonly concerns: FleetConcerns }) {
  return (
    <ConcernList
      title="Wildcard bindings"
      aside="auth roles that bind any service account or any namespace"
      none="No auth role that was read binds by a wildcard."
      items={concerns.wildcardBindings}
      itemKey={({ instance, authRole }) => `${instance} ${authRole}`}
      item={binding => (
        <>
          <span aria-hidden="true">◐ </span>
          <Name text={binding.authRole} /> on {binding.instance} binds{' '}
          <Name text={binding.serviceAccounts.join(', ')} /> in{' '}
          <Name text={binding.namespaces.join(', ')} />, policies{' '}
          <Name text={binding.policies.join(', ')} />
          <OwnedServices services={binding.services} />
        </>
      )}
    />
  );
}

function RowLists({ concerns }: { readonly concerns: FleetConcerns }) {
  return (
    <>
      <ConcernList
        title="Irrevocable leases"
        aside="Vault could not revoke them"
        none="No lease that was read is irrevocable."
        items={concerns.irrevocableLeases}
        itemKey={targetKey}
        item={row => (
          <>
            <ServiceName service={row} />: {counted(row.leases, 'lease')}
          </>
        )}
      />
      <ConcernList
        title="Over the lease budget"
        aside="more leases than the replicas need"
        none="No service holds more leases than its replicas need."
        items={concerns.leaseBudgets}
        itemKey={targetKey}
        item={row => (
          <>
            <ServiceName service={row} />: {row.leases.toLocaleString('en-US')}{' '}
            of {row.budget.toLocaleString('en-US')}
          </>
        )}
      />
    </>
  );
}

const rotationWords = {
  impossible: '✕ never, its login stands in the URL',
  off: '? not by Vault itself, and nobody tells whether by hand',
  unknown: '? this server does not tell',
  automatic: 'by Vault itself',
} as const;

function Roots({ concerns }: { readonly concerns: FleetConcerns }) {
  return (
    <ConcernList
      title="Root rotation"
      aside="never, or not known: whoever set the connection up may still know its password"
      none="Vault itself rotates the root password of every connection it listed."
      items={concerns.unrotatedRoots.filter(
        ({ rotation }) => rotation !== 'automatic',
      )}
      itemKey={root => `${root.instance} ${root.mount} ${root.connection}`}
      item={({ instance, mount, connection, lastRotatedAt, rotation }) => (
        <>
          <Name text={`${mount}/${connection}`} /> on {instance}:{' '}
          {rotationWords[rotation]}
          {lastRotatedAt ? `, last ${dayText(lastRotatedAt)}` : null}
        </>
      )}
    />
  );
}

/** Wildcard bindings, irrevocable leases, budgets, and roots never rotated. */
export function ConcernLists({ version }: { readonly version: string }) {
  const api = useApi(fleetApiRef);
  const { state, again } = useAsked({
    subject: 'concerns',
    key: version,
    ask: signal => api.concerns({ signal }),
  });
  if (state.kind !== 'ready') {
    return <AskedFace state={state} what="The lists" onRetry={again} />;
  }
  return (
    <>
      <Gaps gaps={state.value.gaps} />
      <Bindings concerns={state.value} />
      <RowLists concerns={state.value} />
      <Roots concerns={state.value} />
    </>
  );
}
