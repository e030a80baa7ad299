import { NumberField, Select } from '@backstage/ui';
import { useState } from 'react';

import { Message } from '../components/Message/Message';
import { TtlFieldProps } from './form/fieldProps';
import { FieldSurface } from './form/FieldSurface';
import { fieldTexts } from './form/fieldTexts';
import classes from './form/form.module.css';
import { FormValues, formValues } from './form/formValues';
import { Problem } from './form/Problem';
import { useOffersHere } from './offers/useOffers';
import { ttlKindOf } from './ttl/ttlKind';
import { TtlKind, ttlMeaning, ttlProblems } from './ttl/ttlText';
import { ttlUnits, unitFor } from './ttl/ttlUnits';

const own: Readonly<Record<TtlKind, { title: string; description: string }>> = {
  default: {
    title: 'Usual lifetime',
    description: 'How long a credential lives when nobody renews it.',
  },
  max: {
    title: 'Longest lifetime',
    description: 'How long a credential can live at all, renewed or not.',
  },
};

function secondsIn(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value)
    ? value
    : undefined;
}

/** The longest lifetime of the offer chosen in the same form. */
function useCap(form: FormValues): number | undefined {
  const state = useOffersHere(form);
  const { choice, offer } = form.database;
  const chosen =
    typeof choice === 'object' && choice && 'offer' in choice
      ? choice.offer
      : offer;
  return state.kind === 'offered'
    ? state.here.databases.find(({ id }) => id === chosen)?.maxTtlSeconds
    : undefined;
}

/** Asks for a lifetime in minutes, hours or days and says what the number means. */
export function TtlField(props: TtlFieldProps) {
  const { formContext, onChange, required, rawErrors } = props;
  const form = formValues(formContext);
  const kind = ttlKindOf(props);
  const { title, description } = fieldTexts(props, own[kind]);
  const seconds = secondsIn(props.formData);
  const [unitId, setUnitId] = useState<string>(() => unitFor(seconds).id);
  const unit = ttlUnits.find(({ id }) => id === unitId) ?? ttlUnits[1];
  const facts = {
    kind,
    seconds,
    other: secondsIn(
      form.database[kind === 'max' ? 'defaultTtlSeconds' : 'maxTtlSeconds'],
    ),
    delivery: form.delivery,
    replicas: form.replicas,
    cap: useCap(form),
  };
  const problems = ttlProblems(facts);
  const disabled = props.disabled || props.readonly;
  return (
    <FieldSurface>
      <div className={classes.row}>
        <NumberField
          className={classes.amount}
          label={title}
          description={description}
          isRequired={required}
          isDisabled={disabled}
          isInvalid={Boolean(rawErrors?.length) || problems.length > 0}
          minValue={0}
          // NaN is how an empty field is spelled.
          value={seconds === undefined ? NaN : seconds / unit.seconds}
          onChange={amount =>
            onChange(
              Number.isNaN(amount)
                ? undefined
                : Math.round(amount * unit.seconds),
            )
          }
        />
        <Select
          className={classes.unit}
          aria-label={`Unit of ${title}`}
          isDisabled={disabled}
          selectedKey={unit.id}
          onSelectionChange={key => setUnitId(String(key))}
          options={ttlUnits.map(({ id, label }) => ({ id, label }))}
        />
      </div>
      {problems
        // The form says these itself after a try to go on.
        .filter(problem => !rawErrors?.includes(problem))
        .map(problem => (
          <Problem key={problem} text={problem} />
        ))}
      <ul className={classes.facts} aria-label={`What ${title} means`}>
        {ttlMeaning(facts).map(sentence => (
          <li key={sentence}>
            <Message text={sentence} />
          </li>
        ))}
      </ul>
    </FieldSurface>
  );
}
