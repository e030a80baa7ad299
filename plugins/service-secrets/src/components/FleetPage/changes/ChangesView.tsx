import { Button } from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import { ChangesSince } from 'backstage-plugin-service-secrets-common';
import { useState } from 'react';

import { fleetApiRef } from '../../../api/FleetApi';
import {
  momentStamp,
  targetKey,
  targetOfKey,
  targetText,
} from '../../../format/fleetText';
import { counted } from '../../../format/words';
import { useAsked } from '../../../hooks/useAsked';
import { FleetParams } from '../../../hooks/fleet/useFleetParams';
import { DataTable } from '../../DataTable/DataTable';
import { FilterField } from '../../DataTable/FilterField';
import { Section } from '../../Section/Section';
import { Answered, AskedFace, NothingFace } from '../FleetFaces';
import { WayBack } from '../WayBack';
import classes from './Changes.module.css';
import { changeColumns } from './changeColumns';

const basisWords: Readonly<Record<ChangesSince['basis'], string>> = {
  given: 'since',
  'last-review': 'since the last review,',
  default: 'nothing was reviewed yet; since',
};

function extent({ basis, since, items, total }: ChangesSince): string {
  const listed =
    items.length < total
      ? `, listed are the newest ${items.length.toLocaleString('en-US')}`
      : '';
  return `${counted(total, 'change')} ${basisWords[basis]} ${momentStamp(
    since,
  )}${listed}`;
}

/** The beginning of a day such as `2026-03-02`; undefined for what is none. */
function startOfDay(day = ''): string | undefined {
  const start = `${day}T00:00:00.000Z`;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(day);
  return isDay && !Number.isNaN(Date.parse(start)) ? start : undefined;
}

/** What is not as it was at the last review, or on a day that was chosen. */
export function ChangesView(props: {
  readonly params: FleetParams;
  readonly version: string;
}) {
  const { params, version } = props;
  const api = useApi(fleetApiRef);
  const [filter, setFilter] = useState('');
  const since = startOfDay(params.get('since'));
  const of = params.get('of');
  const target = targetOfKey(of);
  const { state, again } = useAsked({
    subject: `changes ${of}`,
    choice: since,
    key: version,
    ask: signal => api.changes({ since, target }, { signal }),
  });
  if (state.kind !== 'ready') {
    return <AskedFace state={state} what="The changes" onRetry={again} />;
  }
  return (
    <Section
      title={target ? `Changes of ${targetText(target)}` : 'Changes'}
      aside={extent(state.value)}
      tools={
        <>
          <WayBack params={params} ofAll="Changes of the fleet" />
          <label className={classes.since}>
            Since
            <input
              type="date"
              value={since?.slice(0, 10) ?? ''}
              max={state.value.servedAt.slice(0, 10)}
              onChange={event => params.set({ since: event.target.value })}
            />
          </label>
          {since ? (
            <Button
              variant="secondary"
              size="small"
              onPress={() => params.set({ since: undefined })}
            >
              Since the last review
            </Button>
          ) : null}
          <FilterField what="changes" value={filter} onChange={setFilter} />
        </>
      }
    >
      <Answered state={state}>
        {state.value.items.length === 0 ? (
          <NothingFace text="Nothing changed since then." />
        ) : (
          <DataTable
            label="Changes"
            columns={changeColumns}
            rows={state.value.items}
            rowKey={item =>
              `${item.kind} ${item.at} ${targetKey(item)} ${item.message}`
            }
            filter={filter}
          />
        )}
      </Answered>
    </Section>
  );
}
