import { visibleText } from '../../format/visibleText';
import classes from './Message.module.css';

/** A name from Vault, Kubernetes or the catalog, with nothing hidden in it. */
export function Name({ text }: { readonly text: string }) {
  return <span className={classes.name}>{visibleText(text)}</span>;
}
