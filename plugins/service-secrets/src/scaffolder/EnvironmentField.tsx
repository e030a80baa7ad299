import { Select } from '@backstage/ui';
import { useEffect } from 'react';

import { visibleText } from '../format/visibleText';
import { FieldFrame } from './form/FieldFrame';
import { EnvironmentFieldProps } from './form/fieldProps';
import { FieldSurface } from './form/FieldSurface';
import { fieldTexts } from './form/fieldTexts';
import { formValues } from './form/formValues';
import { NoOffersFace } from './offers/NoOffersFace';
import { TakenBack } from './offers/TakenBack';
import { useOwnerOffers } from './offers/useOffers';
import { useStillOffered } from './offers/useStillOffered';

const own = {
  title: 'Environment',
  description:
    'Where the service runs. Each environment has a Vault, a cluster and offers of its own.',
};

/** Chooses one of the environments in which the owner is offered something. */
export function EnvironmentField(props: EnvironmentFieldProps) {
  const { formContext, formData, onChange, required, rawErrors } = props;
  const texts = fieldTexts(props, own);
  const state = useOwnerOffers(formValues(formContext).owner);
  const names =
    state.kind === 'offered'
      ? state.offers.environments.map(({ environment }) => environment)
      : undefined;
  const chosen = formData || undefined;
  const takenBack = useStillOffered({
    value: chosen,
    offered: names,
    onTakeBack: () => onChange(undefined),
  });
  const only = names?.length === 1 ? names[0] : undefined;

  // Nothing to decide; each render again, since a field that changes at the same moment can undo it.
  useEffect(() => {
    if (required && only && !chosen) onChange(only);
  });

  if (state.kind !== 'offered') {
    return (
      <FieldFrame {...texts} required={required}>
        <NoOffersFace state={state} />
      </FieldFrame>
    );
  }
  return (
    <FieldSurface>
      <Select
        label={texts.title}
        description={texts.description}
        isRequired={required}
        isDisabled={props.disabled || props.readonly}
        isInvalid={Boolean(rawErrors?.length)}
        selectedKey={chosen ?? null}
        onSelectionChange={key => onChange(String(key))}
        options={(names ?? []).map(name => ({
          id: name,
          label: visibleText(name),
        }))}
      />
      <TakenBack id={takenBack} />
    </FieldSurface>
  );
}
