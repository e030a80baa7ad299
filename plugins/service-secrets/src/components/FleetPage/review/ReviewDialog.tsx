import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  TextAreaField,
} from '@backstage/ui';
import { ReviewResult } from 'backstage-plugin-service-secrets-common';
import { ReactNode, useState } from 'react';

import { useAction } from '../../../hooks/useAction';
import { useServerNow } from '../../../hooks/useServerClock';
import { ActionFailed } from '../../ActionFailed/ActionFailed';
import { EndDateField } from './EndDateField';
import { Refusals } from './Refusals';
import classes from './review.module.css';
import { useEndDate } from './useEndDate';

/** What a dialog asks for, and how what it does is called. */
export interface ReviewWords {
  /** On the button: `Sign off`. */
  readonly confirm: string;
  /** To begin a sentence with when it failed: `Signing off`. */
  readonly acting: string;
  /** Of the rows it was done to: `signed off`. */
  readonly done: string;
  /** Asks for the last day it holds. */
  readonly end: string;
  /** How many days that day lies ahead at first. */
  readonly days: number;
  /** Asks for a text. */
  readonly text: string;
  readonly textDescription?: string;
  readonly textIsRequired: boolean;
  /** The backend takes no longer text. */
  readonly maxLength: number;
}

interface Form {
  /** The end of the last day it holds. */
  readonly until: string;
  readonly text: string;
}

/** Asks a reviewer until when something holds and why, does it, and tells what was refused. */
export function ReviewDialog(props: {
  readonly title: string;
  readonly words: ReviewWords;
  /** An answer with refusals stays to be read. */
  readonly act: (form: Form) => Promise<ReviewResult | undefined>;
  readonly onClose: () => void;
  readonly onDone: () => void;
  /** What it means. */
  readonly children: ReactNode;
}) {
  const { title, words, act, onClose, onDone, children } = props;
  const now = useServerNow();
  const [opened] = useState(now);
  const end = useEndDate(opened, words.days);
  const [text, setText] = useState('');
  const [refused, setRefused] = useState<ReviewResult>();
  const { until } = end;
  const isWhole = !words.textIsRequired || text.trim() !== '';
  const action = useAction(act, result => {
    onDone();
    if (result && result.refused.length > 0) setRefused(result);
    else onClose();
  });
  return (
    <Dialog isOpen onOpenChange={isOpen => isOpen || onClose()} width={520}>
      <DialogHeader>{title}</DialogHeader>
      <DialogBody>
        {refused ? (
          <Refusals result={refused} done={words.done} />
        ) : (
          <div className={classes.form}>
            {children}
            <EndDateField label={words.end} end={end} />
            <TextAreaField
              label={words.text}
              description={words.textDescription}
              isRequired={words.textIsRequired}
              value={text}
              onChange={setText}
              maxLength={words.maxLength}
            />
            <ActionFailed what={words.acting} action={action} />
          </div>
        )}
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          {refused ? 'Close' : 'Cancel'}
        </Button>
        {refused ? null : (
          <Button
            variant="primary"
            isPending={action.pending}
            isDisabled={until === undefined || !isWhole}
            onPress={() => until && action.run({ until, text: text.trim() })}
          >
            {words.confirm}
          </Button>
        )}
      </DialogFooter>
    </Dialog>
  );
}
