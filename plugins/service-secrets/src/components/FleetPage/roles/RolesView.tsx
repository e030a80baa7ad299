import { useApi } from '@backstage/core-plugin-api';
import {
  ListedRole,
  RoleConcern,
  roleConcernSchema,
  RolePage,
} from 'backstage-plugin-service-secrets-common';
import { useState } from 'react';

import { FleetApi, fleetApiRef } from '../../../api/FleetApi';
import { concernWords } from '../../../format/fleetWords';
import { useAsked } from '../../../hooks/useAsked';
import { FleetParams } from '../../../hooks/fleet/useFleetParams';
import { DataTable } from '../../DataTable/DataTable';
import { FilterField } from '../../DataTable/FilterField';
import { Section } from '../../Section/Section';
import { Answered, AskedFace, Gaps, NothingFace } from '../FleetFaces';
import { ConcernLists } from './ConcernLists';
import { roleColumns } from './roleColumns';
import classes from './Roles.module.css';

/** More than anybody works off; the choice of a concern narrows it. */
const MOST_ROLES = 10_000;

/** All pages of the roles with a question. */
export async function allRoles(
  api: Pick<FleetApi, 'roles'>,
  concern: RoleConcern | undefined,
  signal: AbortSignal,
): Promise<RolePage> {
  const first = await api.roles({ concern }, { signal });
  const items = [...first.items];
  let cursor = first.nextCursor;
  while (cursor !== undefined && items.length < MOST_ROLES) {
    const page = await api.roles({ concern, cursor }, { signal });
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return { ...first, items, nextCursor: cursor };
}

function roleKey({ instance, mount, name, kind, concern }: ListedRole): string {
  return `${instance} ${mount} ${kind} ${name} ${concern}`;
}

const noneWords: Readonly<Record<RoleConcern | 'any', string>> = {
  any: 'Every role that was read belongs to one owner and is used.',
  unowned: 'Every role that was read is claimed by a service.',
  shared: 'No role that was read is claimed by services of several owners.',
  unused: 'Every role that is claimed and was read has a lease.',
};

function ConcernChoice(props: {
  readonly counts: RolePage['counts'];
  readonly chosen?: RoleConcern;
  readonly onChoose: (concern?: RoleConcern) => void;
}) {
  const { counts, chosen, onChoose } = props;
  return (
    <div role="group" aria-label="Concern" className={classes.choices}>
      {roleConcernSchema.options.map(concern => (
        <button
          key={concern}
          type="button"
          className={classes.choice}
          aria-pressed={chosen === concern}
          onClick={() => onChoose(chosen === concern ? undefined : concern)}
        >
          <span aria-hidden="true">{concernWords[concern].sign} </span>
          {concernWords[concern].word} {counts[concern].toLocaleString('en-US')}
        </button>
      ))}
    </div>
  );
}

/** Roles nobody owns, several own or nobody uses, and other lists a platform team works off. */
export function RolesView(props: {
  readonly params: FleetParams;
  readonly version: string;
}) {
  const { params, version } = props;
  const api = useApi(fleetApiRef);
  const [filter, setFilter] = useState('');
  const concern = roleConcernSchema.safeParse(params.get('concern')).data;
  const { state, again } = useAsked({
    subject: 'roles',
    choice: concern,
    key: version,
    ask: signal => allRoles(api, concern, signal),
  });
  if (state.kind !== 'ready') {
    return <AskedFace state={state} what="The roles" onRetry={again} />;
  }
  const { items, total, counts, gaps } = state.value;
  return (
    <>
      <Section
        title="Database roles with a question"
        aside={
          items.length < total
            ? `${items.length.toLocaleString(
                'en-US',
              )} of ${total.toLocaleString('en-US')}`
            : total.toLocaleString('en-US')
        }
        tools={<FilterField what="roles" value={filter} onChange={setFilter} />}
      >
        <Gaps gaps={gaps} />
        <ConcernChoice
          counts={counts}
          chosen={concern}
          onChoose={next => params.set({ concern: next })}
        />
        <Answered state={state}>
          {items.length === 0 ? (
            <NothingFace text={noneWords[concern ?? 'any']} />
          ) : (
            <DataTable
              label="Roles"
              columns={roleColumns}
              rows={items}
              rowKey={roleKey}
              filter={filter}
            />
          )}
        </Answered>
      </Section>
      <ConcernLists version={version} />
    </>
  );
}
