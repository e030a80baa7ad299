import { RiCloseLine } from '@remixicon/react';

import { fieldWords, valueWords } from '../../format/fleetWords';
import { visibleText } from '../../format/visibleText';
import { FleetParams, ListField } from '../../hooks/fleet/useFleetParams';
import { noFilter } from './filterConditions';
import classes from './FilterChips.module.css';

interface Chip {
  readonly key: string;
  readonly text: string;
  readonly remove: () => void;
}

function chipsOf({ filter, set }: FleetParams): readonly Chip[] {
  const { text, ...lists } = filter;
  const chips = Object.entries(lists).flatMap(([name, values = []]) => {
    const field = name as ListField; // the filter's names but the text
    return values.map((value: string) => ({
      key: `${field} ${value}`,
      text: `${fieldWords[field]}: ${visibleText(valueWords(field, value))}`,
      remove: () =>
        set({ [field]: values.filter((other: string) => other !== value) }),
    }));
  });
  if (!text) return chips;
  return [
    ...chips,
    {
      key: 'text',
      text: `Containing “${visibleText(text)}”`,
      remove: () => set({ text: undefined }),
    },
  ];
}

/** The conditions of the filter, each to be taken away by itself. */
export function FilterChips({ params }: { readonly params: FleetParams }) {
  const chips = chipsOf(params);
  if (chips.length === 0) return null;
  return (
    <ul className={classes.chips} aria-label="Conditions of the filter">
      {chips.map(({ key, text, remove }) => (
        <li key={key}>
          <button
            type="button"
            className={classes.chip}
            aria-label={`Remove ${text}`}
            onClick={remove}
          >
            {text}
            <RiCloseLine size={14} aria-hidden="true" />
          </button>
        </li>
      ))}
      {chips.length > 1 ? (
        <li>
          <button
            type="button"
            className={classes.clear}
            onClick={() => params.set(noFilter)}
          >
            Remove all
          </button>
        </li>
      ) : null}
    </ul>
  );
}
