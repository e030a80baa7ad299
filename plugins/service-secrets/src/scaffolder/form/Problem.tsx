import { Message } from '../../components/Message/Message';
import classes from './form.module.css';

/** What is wrong with an answer and what to choose instead; read out when it appears. */
export function Problem({ text }: { readonly text: string }) {
  return (
    <div role="alert" className={classes.problem}>
      <span aria-hidden="true">▲</span>
      <span>
        <Message text={text} />
      </span>
    </div>
  );
}
