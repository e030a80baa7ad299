import { Alert } from '@backstage/ui';
import {
  PlanFile,
  ProvisionPlan,
} from 'backstage-plugin-service-secrets-common';

import { CopyBlock } from '../../components/CopyBlock/CopyBlock';
import { Message } from '../../components/Message/Message';
import { Name } from '../../components/Message/Name';
import { counted } from '../../format/words';
import { ChangeGroup } from './ChangeGroup';
import { Foldable } from './Foldable';
import classes from './plan.module.css';
import { actionOrder, changesOf, planSentence } from './planText';

function Files({ files }: { readonly files: readonly PlanFile[] }) {
  if (files.length === 0) return null;
  return (
    <section aria-label="Manifests" className={classes.part}>
      <h4 className={classes.heading}>Manifests</h4>
      {files.map(({ path, content }) => {
        const text = content.trimEnd();
        return (
          <Foldable
            key={path}
            summary={
              <>
                <Name text={path} />{' '}
                <span className={classes.count}>
                  {counted(text.split('\n').length, 'line')}
                </span>
              </>
            }
          >
            {() => <CopyBlock label={path} text={text} />}
          </Foldable>
        );
      })}
    </section>
  );
}

function Notes({ notes }: { readonly notes: readonly string[] }) {
  if (notes.length === 0) return null;
  return (
    <section aria-label="Notes" className={classes.part}>
      <h4 className={classes.heading}>To know</h4>
      <ul className={classes.notes}>
        {notes.map(note => (
          <li key={note}>
            <Message text={note} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A plan as a reviewer reads it: one sentence, what stands in its way, each object field by field, the manifests. */
export function PlanView({ plan }: { readonly plan: ProvisionPlan }) {
  const conflicts = changesOf(plan, 'conflict').length;
  return (
    <>
      <p className={classes.sentence} role="status">
        {planSentence(plan)}
      </p>
      {plan.mode === 'plan-only' ? (
        <Alert
          status="info"
          icon
          title="Backstage writes nothing here"
          description={
            <Message text="The operator lets it plan only (`serviceSecrets.provision.mode: plan-only`). What you approve is handed over as files, for your pipeline to apply." />
          }
        />
      ) : null}
      {conflicts > 0 ? (
        <Alert
          role="alert"
          status="danger"
          icon
          title={`${counted(
            conflicts,
            'object',
          )} may not be touched, so the plan cannot be approved`}
          description="See below whose they are. Nothing is written until that is settled; then plan again."
        />
      ) : null}
      <section aria-label="Changes in Vault" className={classes.part}>
        {actionOrder.map(action => (
          <ChangeGroup
            key={action}
            action={action}
            changes={changesOf(plan, action)}
          />
        ))}
      </section>
      <Files files={plan.files} />
      <Notes notes={plan.notes} />
    </>
  );
}
