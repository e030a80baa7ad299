import { Radio, RadioGroup, Select } from '@backstage/ui';
import {
  DatabaseEngine,
  EnvironmentOffers,
  ttlWords,
} from 'backstage-plugin-service-secrets-common';

import { Message } from '../components/Message/Message';
import { visibleText } from '../format/visibleText';
import { FieldFrame } from './form/FieldFrame';
import { DatabaseFieldProps } from './form/fieldProps';
import { FieldSurface } from './form/FieldSurface';
import { fieldTexts } from './form/fieldTexts';
import classes from './form/form.module.css';
import { formValues } from './form/formValues';
import { Problem } from './form/Problem';
import { NoOffersFace, NothingOffered } from './offers/NoOffersFace';
import { TakenBack } from './offers/TakenBack';
import { useOffersHere } from './offers/useOffers';
import { useStillOffered } from './offers/useStillOffered';

type DatabaseOffer = EnvironmentOffers['databases'][number];

const own = {
  title: 'Database',
  description:
    'Vault makes a database user for the service, and takes it away again.',
};

const engineWords: Readonly<Record<DatabaseEngine, string>> = {
  postgresql: 'PostgreSQL',
  mysql: 'MySQL',
  mongodb: 'MongoDB',
};

function ProfileChoice(props: {
  readonly offer: DatabaseOffer;
  readonly profile: string | undefined;
  readonly disabled: boolean;
  readonly onChoose: (profile: string) => void;
}) {
  const { offer, profile, disabled, onChoose } = props;
  return (
    <RadioGroup
      label="What the service may do there"
      isRequired
      isDisabled={disabled}
      value={profile ?? null}
      onChange={onChoose}
    >
      <div className={classes.choices}>
        {offer.profiles.map(({ id, grants }) => (
          <Radio key={id} value={id} className={classes.choice}>
            <span className={classes.choiceWords}>
              <span className={classes.choiceTitle}>{visibleText(id)}</span>{' '}
              <span className={classes.choiceText}>
                <Message text={grants} />
              </span>
            </span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}

/**
 * What is missing, once the form has refused to go on. It reports the parts of
 * an answer under names of their own, which stand nowhere near the field.
 */
function Missing(props: {
  readonly refused: boolean;
  readonly offer?: string;
  readonly profile?: string;
}) {
  const { refused, offer, profile } = props;
  if (!refused || (offer && profile)) return null;
  return (
    <Problem
      text={
        offer
          ? 'Choose what the service may do in the database.'
          : 'Choose a database.'
      }
    />
  );
}

function wasRefused(props: DatabaseFieldProps): boolean {
  const { rawErrors = [], errorSchema = {} } = props;
  return rawErrors.length > 0 || Object.keys(errorSchema).length > 0;
}

/** Chooses a database the owner may use, and what the service may do there. */
export function DatabaseField(props: DatabaseFieldProps) {
  const { formContext, formData, onChange, required } = props;
  const texts = fieldTexts(props, own);
  const disabled = props.disabled || props.readonly;
  const state = useOffersHere(formValues(formContext));
  const offers = state.kind === 'offered' ? state.here.databases : undefined;
  const takenBack = useStillOffered({
    value: formData?.offer,
    offered: offers?.map(({ id }) => id),
    onTakeBack: () => onChange({}),
  });
  const offer = offers?.find(({ id }) => id === formData?.offer);
  const profile = offer?.profiles.find(({ id }) => id === formData?.profile);

  const refused = wasRefused(props);

  if (state.kind !== 'offered' || !offers?.length) {
    return (
      <FieldFrame {...texts} required={required}>
        {state.kind === 'offered' ? (
          <NothingOffered
            title={`No database is offered to \`${state.owner}\` in \`${state.here.environment}\``}
            ask="Ask the platform team for an entry under `databases` of your offer: which database, and what the service must do there."
          />
        ) : (
          <NoOffersFace state={state} />
        )}
      </FieldFrame>
    );
  }
  const choose = (id: string) => {
    const profiles = offers.find(found => found.id === id)?.profiles ?? [];
    onChange({
      offer: id,
      // One profile is no question.
      profile: profiles.length === 1 ? profiles[0].id : undefined,
    });
  };
  return (
    <FieldSurface>
      <Select
        label={texts.title}
        description={texts.description}
        isRequired={required}
        isDisabled={disabled}
        isInvalid={refused && !offer}
        selectedKey={offer?.id ?? null}
        onSelectionChange={key => choose(String(key))}
        options={offers.map(({ id, title }) => ({
          id,
          label: visibleText(title),
        }))}
      />
      <TakenBack id={takenBack} />
      {offer ? (
        <>
          <p className={classes.hint}>
            <Message
              text={`${
                engineWords[offer.engine]
              } through Vault's connection \`${
                offer.connection
              }\`; a database user lives ${ttlWords(
                offer.maxTtlSeconds,
              )} at most.`}
            />
          </p>
          <ProfileChoice
            offer={offer}
            profile={profile?.id}
            disabled={disabled}
            onChoose={id => onChange({ offer: offer.id, profile: id })}
          />
        </>
      ) : null}
      <Missing refused={refused} offer={offer?.id} profile={profile?.id} />
    </FieldSurface>
  );
}
