import { StateWord } from '../../format/words';
import classes from './StateChip.module.css';

/** A state as a sign and a word; the colour only underlines them. */
export function StateChip({ state }: { readonly state: StateWord }) {
  return (
    <span className={`${classes.chip} ${classes[state.tone]}`}>
      <span aria-hidden="true">{state.sign}</span>
      {state.word}
    </span>
  );
}
