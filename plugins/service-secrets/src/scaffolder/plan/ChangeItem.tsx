import { VisuallyHidden } from '@backstage/ui';
import { PlannedChange } from 'backstage-plugin-service-secrets-common';
import { memo } from 'react';

import { CopyBlock } from '../../components/CopyBlock/CopyBlock';
import { Message } from '../../components/Message/Message';
import { Name } from '../../components/Message/Name';
import classes from './plan.module.css';
import { kindWords } from './planText';
import { TextDiff } from './TextDiff';

type PlannedField = PlannedChange['fields'][number];

function isText({ from = '', to }: PlannedField): boolean {
  return `${from}${to}`.includes('\n');
}

function FieldValue(props: {
  readonly field: PlannedField;
  /** Whether the object exists, so that a value takes the place of another, or of none. */
  readonly exists: boolean;
}) {
  const { field, exists } = props;
  const { from, to } = field;
  return (
    <>
      {exists ? (
        <>
          <VisuallyHidden>from </VisuallyHidden>
          <span className={classes.from}>
            {from ? <Name text={from} /> : blank(from)}
          </span>
          <span aria-hidden="true"> → </span>
          <VisuallyHidden> to </VisuallyHidden>
        </>
      ) : null}
      {to ? <Name text={to} /> : blank(to)}
    </>
  );
}

function blank(value: string | undefined): string {
  return value === undefined ? 'not set' : 'empty';
}

function TextField(props: {
  readonly path: string;
  readonly field: PlannedField;
}) {
  const { path, field } = props;
  const label = `${field.field} of ${path}`;
  return (
    <div className={classes.textField}>
      <span className={classes.fieldName}>{field.field}</span>
      {field.from === undefined ? (
        <CopyBlock label={label} text={field.to.trimEnd()} />
      ) : (
        <TextDiff label={label} from={field.from} to={field.to} />
      )}
    </div>
  );
}

function Change(props: { readonly change: PlannedChange }) {
  const { kind, path, action, reason, fields } = props.change;
  const short = fields.filter(field => !isText(field));
  return (
    <li className={classes.change}>
      <div className={classes.object}>
        <span className={classes.kind}>{kindWords[kind]}</span>
        <Name text={path} />
      </div>
      {reason ? (
        <p className={classes.reason}>
          <Message text={reason} />
        </p>
      ) : null}
      {short.length > 0 ? (
        <dl className={classes.fields}>
          {short.map(field => (
            <div key={field.field} className={classes.fieldRow}>
              <dt className={classes.fieldName}>{field.field}</dt>
              <dd className={classes.fieldValue}>
                <FieldValue field={field} exists={action !== 'create'} />
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      {fields.filter(isText).map(field => (
        <TextField key={field.field} path={path} field={field} />
      ))}
    </li>
  );
}

/** One object of a plan, field by field; not rendered again while somebody approves. */
export const ChangeItem = memo(Change);
