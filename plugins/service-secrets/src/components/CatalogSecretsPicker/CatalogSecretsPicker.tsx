import { CatalogAutocomplete } from '@backstage/plugin-catalog-react';
import Box from '@material-ui/core/Box';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';

import { healthWords } from '../../format/words';
import { Message } from '../Message/Message';
import classes from './CatalogSecretsPicker.module.css';
import { PickedState, pickedStates } from './ServiceSecretsFilter';
import { useSecretsFilter } from './useSecretsFilter';

const options: PickedState[] = [...pickedStates];

function wordOf(state: PickedState): string {
  return state === 'none' ? 'No secrets' : healthWords[state].word;
}

/** Filters a list of the catalog by the state of the services' secrets. */
export function CatalogSecretsPicker() {
  const { picked, pick, trouble, note, again } = useSecretsFilter();
  return (
    <Box pb={1} pt={1}>
      <CatalogAutocomplete<PickedState, true>
        label="Secrets"
        name="service-secrets-picker"
        multiple
        disableCloseOnSelect
        options={options}
        getOptionLabel={wordOf}
        value={picked}
        onChange={(_event, states) => pick(states)}
        renderOption={(state, { selected }) => (
          <FormControlLabel
            control={<Checkbox checked={selected} size="small" />}
            label={wordOf(state)}
            onClick={event => event.preventDefault()}
          />
        )}
      />
      {trouble ? (
        <p role="alert" className={classes.trouble}>
          <Message text={trouble} />{' '}
          <button type="button" className={classes.again} onClick={again}>
            Try again
          </button>
        </p>
      ) : null}
      {note ? <p className={classes.note}>{note}</p> : null}
    </Box>
  );
}
