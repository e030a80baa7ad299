import { Button, Checkbox } from '@backstage/ui';
import { ProvisionPlan } from 'backstage-plugin-service-secrets-common';

import { Message } from '../components/Message/Message';
import { Asked } from './form/Asked';
import { FieldFrame } from './form/FieldFrame';
import { PlanReviewFieldProps } from './form/fieldProps';
import { fieldTexts } from './form/fieldTexts';
import classes from './form/form.module.css';
import { formValues } from './form/formValues';
import { Problem } from './form/Problem';
import planClasses from './plan/plan.module.css';
import { PlanView } from './plan/PlanView';
import { Approval, isApprovable, useApproval } from './plan/useApproval';
import { usePlan } from './plan/usePlan';
import { BuiltRequest, buildRequest } from './request/buildRequest';

const own = {
  title: 'Plan',
  description:
    'What will be made and changed for this service. Nothing has been written yet.',
};

function Incomplete({ problems }: { readonly problems: readonly string[] }) {
  return (
    <div role="status" className={classes.hint}>
      There is no plan yet. Go back and complete the form:
      <ul className={classes.facts}>
        {problems.map(problem => (
          <li key={problem}>
            <Message text={problem} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function ApprovalBox(props: {
  readonly plan: ProvisionPlan;
  readonly approved: boolean;
  readonly disabled: boolean;
  readonly onChange: (approval: Approval | undefined) => void;
  readonly onAgain: () => void;
}) {
  const { plan, approved, disabled, onChange, onAgain } = props;
  return (
    <div className={planClasses.approval}>
      <Checkbox
        isSelected={approved}
        isDisabled={disabled || !isApprovable(plan)}
        onChange={on =>
          onChange(on ? { digest: plan.digest, approved: true } : undefined)
        }
      >
        {plan.mode === 'apply'
          ? 'I have read this plan and approve exactly these changes'
          : 'I have read this plan and want exactly these files'}
      </Checkbox>
      <span className={planClasses.digest}>
        Plan <code>{plan.digest.slice(0, 12)}</code>
      </span>
      <Button variant="secondary" onPress={onAgain}>
        Plan again
      </Button>
    </div>
  );
}

function keyOf(built: BuiltRequest): string | undefined {
  return built.kind === 'complete' ? JSON.stringify(built.request) : undefined;
}

/** Shows what provisioning would do and takes the approval of exactly that. */
export function PlanReviewField(props: PlanReviewFieldProps) {
  const { formContext, formData, onChange, required, uiSchema } = props;
  const built = buildRequest(
    formValues(formContext),
    uiSchema['ui:options']?.request,
  );
  const request = built.kind === 'complete' ? built.request : undefined;
  const { state, again } = usePlan(request);
  const plan = state.kind === 'answered' ? state.value : undefined;
  const { approved, dropped } = useApproval({
    approval: formData,
    requestKey: keyOf(built),
    plan,
    onChange,
  });

  return (
    <FieldFrame {...fieldTexts(props, own)} required={required}>
      {built.kind === 'incomplete' ? (
        <Incomplete problems={built.problems} />
      ) : (
        <Asked
          state={state}
          waiting="Planning"
          titles={{
            denied: 'You may not ask for this',
            failed: 'The plan could not be made',
          }}
          onRetry={again}
        >
          {shown => (
            <>
              <PlanView plan={shown} />
              <ApprovalBox
                plan={shown}
                approved={approved}
                disabled={props.disabled || props.readonly}
                onChange={onChange}
                onAgain={again}
              />
            </>
          )}
        </Asked>
      )}
      {dropped ? (
        <Problem text="The plan is not the one you approved: the form or Vault has changed. Read it again and approve it." />
      ) : null}
    </FieldFrame>
  );
}
