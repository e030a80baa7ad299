import { Select } from '@backstage/ui';
import { ttlWords } from 'backstage-plugin-service-secrets-common';

import { Message } from '../components/Message/Message';
import { visibleText } from '../format/visibleText';
import { FieldFrame } from './form/FieldFrame';
import { CertificateOfferFieldProps } from './form/fieldProps';
import { FieldSurface } from './form/FieldSurface';
import { fieldTexts } from './form/fieldTexts';
import classes from './form/form.module.css';
import { formValues } from './form/formValues';
import { NoOffersFace, NothingOffered } from './offers/NoOffersFace';
import { TakenBack } from './offers/TakenBack';
import { useOffersHere } from './offers/useOffers';
import { useStillOffered } from './offers/useStillOffered';

const own = {
  title: 'Certificate',
  description: 'Which of the issuers of the platform signs for the service.',
};

/** Chooses an issuer the owner may have certificates of. */
export function CertificateOfferField(props: CertificateOfferFieldProps) {
  const { formContext, formData, onChange, required } = props;
  const texts = fieldTexts(props, own);
  const state = useOffersHere(formValues(formContext));
  const offers = state.kind === 'offered' ? state.here.certificates : undefined;
  const value = formData || undefined;
  const takenBack = useStillOffered({
    value,
    offered: offers?.map(({ id }) => id),
    onTakeBack: () => onChange(undefined),
  });
  const chosen = offers?.find(({ id }) => id === value);

  if (state.kind !== 'offered' || !offers?.length) {
    return (
      <FieldFrame {...texts} required={required}>
        {state.kind === 'offered' ? (
          <NothingOffered
            title={`No certificate is offered to \`${state.owner}\` in \`${state.here.environment}\``}
            ask="Ask the platform team for an entry under `certificates` of your offer, with the domains the service answers to."
          />
        ) : (
          <NoOffersFace state={state} />
        )}
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
        isInvalid={Boolean(props.rawErrors?.length)}
        selectedKey={chosen?.id ?? null}
        onSelectionChange={key => onChange(String(key))}
        options={offers.map(({ id, title }) => ({
          id,
          label: visibleText(title),
        }))}
      />
      <TakenBack id={takenBack} />
      {chosen ? (
        <p className={classes.hint}>
          <Message
            text={`For names in ${chosen.domains
              .map(domain => `\`${domain}\``)
              .join(', ')}; a certificate is valid for ${ttlWords(
              chosen.maxDurationSeconds,
            )} at most, and cert-manager replaces it before.`}
          />
        </p>
      ) : null}
    </FieldSurface>
  );
}
