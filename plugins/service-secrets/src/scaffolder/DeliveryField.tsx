import { Radio, RadioGroup } from '@backstage/ui';
import {
  deliveryComparison,
  DeliveryMethod,
} from 'backstage-plugin-service-secrets-common';

import { Message } from '../components/Message/Message';
import { DeliveryTable } from './delivery/DeliveryTable';
import { FieldFrame } from './form/FieldFrame';
import { DeliveryFieldProps } from './form/fieldProps';
import { FieldSurface } from './form/FieldSurface';
import { fieldTexts } from './form/fieldTexts';
import classes from './form/form.module.css';
import { formValues } from './form/formValues';
import { NoOffersFace } from './offers/NoOffersFace';
import { TakenBack } from './offers/TakenBack';
import { useOffersHere } from './offers/useOffers';
import { useStillOffered } from './offers/useStillOffered';

const own = {
  title: 'Delivery',
  description: 'How a credential gets from Vault into the pods.',
};

function whyNot(method: DeliveryMethod, environment: string): string {
  return `Not available in \`${environment}\`: ask the platform team to install it and to add \`${method}\` to the \`deliveryMethods\` of your offer.`;
}

/** Chooses how a credential gets into a pod, with the ways side by side. */
export function DeliveryField(props: DeliveryFieldProps) {
  const { formContext, formData, onChange, required } = props;
  const texts = fieldTexts(props, own);
  const state = useOffersHere(formValues(formContext));
  const methods =
    state.kind === 'offered' ? state.here.deliveryMethods : undefined;
  const value = formData || undefined;
  const takenBack = useStillOffered({
    value,
    offered: methods,
    onTakeBack: () => onChange(undefined),
  });

  if (state.kind !== 'offered' || !methods) {
    return (
      <FieldFrame {...texts} required={required}>
        {state.kind === 'offered' ? null : <NoOffersFace state={state} />}
        <DeliveryTable />
      </FieldFrame>
    );
  }
  return (
    <FieldSurface>
      <RadioGroup
        label={texts.title}
        description={texts.description}
        isRequired={required}
        isDisabled={props.disabled || props.readonly}
        isInvalid={Boolean(props.rawErrors?.length)}
        value={value ?? null}
        onChange={onChange}
      >
        <div className={classes.choices}>
          {deliveryComparison.map(({ method, title, choose }) => {
            const offered = methods.includes(method);
            return (
              <Radio
                key={method}
                value={method}
                isDisabled={!offered}
                className={classes.choice}
              >
                <span className={classes.choiceWords}>
                  <span className={classes.choiceTitle}>{title}</span>{' '}
                  <span className={classes.choiceText}>
                    <Message
                      text={
                        offered
                          ? choose
                          : whyNot(method, state.here.environment)
                      }
                    />
                  </span>
                </span>
              </Radio>
            );
          })}
        </div>
      </RadioGroup>
      <TakenBack id={takenBack} />
      <DeliveryTable chosen={value} />
    </FieldSurface>
  );
}
