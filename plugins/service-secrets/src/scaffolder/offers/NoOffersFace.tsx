import { Alert, Skeleton } from '@backstage/ui';

import { Message } from '../../components/Message/Message';
import { AskFailed } from '../form/AskFailed';
import classes from '../form/form.module.css';
import { NoOffers } from './useOffers';

/** Nothing is offered: who can change that, and where. */
export function NothingOffered(props: {
  readonly title: string;
  readonly ask: string;
}) {
  return (
    <Alert
      status="info"
      icon
      title={<Message text={props.title} />}
      description={<Message text={props.ask} />}
    />
  );
}

function Hint({ text }: { readonly text: string }) {
  return (
    <p className={classes.hint} role="status">
      <Message text={text} />
    </p>
  );
}

/** Why there is nothing to choose from yet, and what to do. */
export function NoOffersFace({ state }: { readonly state: NoOffers }) {
  switch (state.kind) {
    case 'no-owner':
      return (
        <Hint text="Choose an owner first: what a service may ask for depends on who owns it." />
      );
    case 'no-environment':
      return (
        <Hint text="Choose an environment first: each has offers of its own." />
      );
    case 'loading':
      return (
        <div role="status" aria-label="Loading the offers">
          <Skeleton width="100%" height={36} />
        </div>
      );
    case 'failed':
      return (
        <AskFailed
          error={state.error}
          onRetry={state.onRetry}
          titles={{
            denied: 'You may not see what this owner is offered',
            failed: 'The offers could not be loaded',
          }}
        />
      );
    case 'nothing':
      return (
        <NothingOffered
          title={`Nothing is offered to \`${state.owner}\``}
          ask={`Ask the platform team for an entry under \`serviceSecrets.provision.offers\` whose \`owners\` name \`${state.owner}\`, or choose another owner.`}
        />
      );
    default:
      return (
        <NothingOffered
          title={`Nothing is offered to \`${state.owner}\` in \`${state.environment}\``}
          ask={`Choose another environment, or ask the platform team to add \`${state.environment}\` to the \`environments\` of your offer.`}
        />
      );
  }
}
