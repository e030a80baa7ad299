import { Button, Card, CardBody, SearchField, Text } from '@backstage/ui';
import {
  FacetValue,
  FleetSummary,
  severitySchema,
} from 'backstage-plugin-service-secrets-common';
import { useEffect, useId, useRef, useState } from 'react';

import { fieldWords, groupWords, valueWords } from '../../format/fleetWords';
import { visibleText } from '../../format/visibleText';
import {
  FleetParams,
  groupings,
  ListField,
} from '../../hooks/fleet/useFleetParams';
import { conditionCount, noFilter } from './filterConditions';
import classes from './FilterPanel.module.css';

const TYPING_MS = 300;
/** Longer lists show the rest on demand. */
const SHORT_LIST = 6;
const openFields: readonly ListField[] = ['health', 'owner', 'review'];
const healthsFirst = ['broken', 'unknown', 'degraded', 'healthy'];

function valuesOf(field: ListField, facets: FleetSummary['facets']) {
  if (field === 'health') {
    return [...facets.health].sort(
      (a, b) => healthsFirst.indexOf(a.value) - healthsFirst.indexOf(b.value),
    );
  }
  if (field !== 'severity') return facets[field];
  return severitySchema.options.map(value => ({ value, count: undefined }));
}

/** Chosen values stay in the list even when no row has them any more. */
function withChosen(
  values: readonly { value: string; count?: number }[],
  chosen: readonly string[],
): readonly Partial<FacetValue>[] {
  const known = new Set(values.map(({ value }) => value));
  const gone = chosen.filter(value => !known.has(value));
  return [...values, ...gone.map(value => ({ value, count: 0 }))];
}

function FieldChoices(props: {
  readonly field: ListField;
  readonly facets: FleetSummary['facets'];
  readonly chosen: readonly string[];
  readonly onChoose: (values: readonly string[]) => void;
}) {
  const { field, facets, chosen, onChoose } = props;
  const [all, setAll] = useState(false);
  // Chosen by the reader from then on: taking the last value away must not close it under the mouse.
  const [open, setOpen] = useState(
    openFields.includes(field) || chosen.length > 0,
  );
  const values = withChosen(valuesOf(field, facets), chosen);
  if (values.length === 0) return null;
  const shown = values.filter(
    ({ value = '' }, index) =>
      all || index < SHORT_LIST || chosen.includes(value),
  );
  const toggle = (value: string) =>
    onChoose(
      chosen.includes(value)
        ? chosen.filter(other => other !== value)
        : [...chosen, value],
    );
  return (
    <details
      className={classes.field}
      open={open}
      onToggle={event => setOpen(event.currentTarget.open)}
    >
      <summary>
        {fieldWords[field]}
        {chosen.length > 0 ? ` (${chosen.length})` : null}
      </summary>
      <div role="group" aria-label={fieldWords[field]}>
        {shown.map(({ value = '', count }) => (
          <label key={value} className={classes.choice}>
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              onChange={() => toggle(value)}
            />
            <span className={classes.value}>
              {visibleText(valueWords(field, value))}
            </span>
            {count === undefined ? null : (
              <span className={classes.count}>
                {count.toLocaleString('en-US')}
              </span>
            )}
          </label>
        ))}
      </div>
      {values.length > SHORT_LIST ? (
        <button
          type="button"
          className={classes.more}
          onClick={() => setAll(last => !last)}
        >
          {all ? 'Fewer' : `All ${values.length}`}
        </button>
      ) : null}
    </details>
  );
}

function TextFilter({ params }: { readonly params: FleetParams }) {
  const { filter, set } = params;
  const [text, setText] = useState(filter.text ?? '');
  const asked = filter.text ?? '';
  /** What was typed here and asked for; only what comes from elsewhere replaces what stands in the field. */
  const sent = useRef(asked);
  useEffect(() => {
    if (asked !== sent.current) setText(asked);
    sent.current = asked;
  }, [asked]);
  useEffect(() => {
    const typed = text.trim();
    if (typed === sent.current) return undefined;
    // Typing asks once.
    const timer = setTimeout(() => {
      sent.current = typed;
      set({ text: typed });
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, set]);
  return (
    <SearchField
      aria-label="Search services"
      placeholder="Service, role, owner"
      size="small"
      value={text}
      onChange={setText}
    />
  );
}

function GroupChoice({ params }: { readonly params: FleetParams }) {
  const { group, set } = params;
  return (
    <label className={classes.group}>
      Group by
      <select
        value={group ?? ''}
        onChange={({ target }) => set({ group: target.value })}
      >
        <option value="">Nothing</option>
        {groupings.map(name => (
          <option key={name} value={name}>
            {groupWords[name] ?? fieldWords[name]}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Chooses rows by what the fleet has, with counts, and how to group them. */
export function FilterPanel(props: {
  readonly params: FleetParams;
  readonly facets: FleetSummary['facets'];
}) {
  const { params, facets } = props;
  const { filter, view, set } = params;
  const count = conditionCount(filter);
  const fieldsId = useId();
  // Only on a narrow page, where the filter stands above the services.
  const [unfolded, setUnfolded] = useState(false);
  return (
    <Card>
      <CardBody>
        <div className={classes.panel}>
          <div className={classes.top}>
            <Text as="h2" variant="body-large" weight="bold">
              {count > 0 ? `Filter (${count})` : 'Filter'}
            </Text>
            <TextFilter params={params} />
            {view === 'services' ? <GroupChoice params={params} /> : null}
            <button
              type="button"
              className={classes.fold}
              aria-expanded={unfolded}
              aria-controls={fieldsId}
              onClick={() => setUnfolded(last => !last)}
            >
              Conditions <span aria-hidden="true">{unfolded ? '▴' : '▾'}</span>
            </button>
          </div>
          <div
            id={fieldsId}
            className={classes.fields}
            data-unfolded={unfolded || undefined}
          >
            {Object.keys(fieldWords).map(name => {
              const field = name as ListField; // the keys of a record of fields
              return (
                <FieldChoices
                  key={field}
                  field={field}
                  facets={facets}
                  chosen={filter[field] ?? []}
                  onChoose={values => set({ [field]: values })}
                />
              );
            })}
          </div>
          {count > 0 ? (
            <Button
              size="small"
              variant="secondary"
              onPress={() => set(noFilter)}
            >
              Clear the filter
            </Button>
          ) : null}
        </div>
      </CardBody>
    </Card>
  );
}
