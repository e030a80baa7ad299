import { ChangeSince } from 'backstage-plugin-service-secrets-common';

import { momentStamp } from '../../../format/fleetText';
import { changeWords, refName } from '../../../format/fleetWords';
import { ago } from '../../../format/time';
import { severityWords } from '../../../format/words';
import { ClockText } from '../../ClockText/ClockText';
import { Column } from '../../DataTable/arrangeRows';
import { Secondary } from '../../DataTable/Secondary';
import { Message } from '../../Message/Message';
import { StateChip } from '../../StateChip/StateChip';
import { ServiceName } from '../OwnedServices';

/** The columns of the changes. */
export const changeColumns: readonly Column<ChangeSince>[] = [
  {
    id: 'at',
    label: 'When',
    width: 17,
    cell: ({ at }) => (
      <>
        <ClockText text={now => ago(at, now)} />
        <Secondary block>{momentStamp(at)}</Secondary>
      </>
    ),
    order: ({ at }) => Date.parse(at),
  },
  {
    id: 'kind',
    label: 'Change',
    width: 16,
    cell: ({ kind }) => <StateChip state={changeWords[kind]} />,
    text: ({ kind }) => changeWords[kind].word,
    order: ({ kind }) => changeWords[kind].word,
  },
  {
    id: 'service',
    label: 'Service',
    width: 24,
    cell: change => <ServiceName service={change} />,
    text: ({ title, owner, environment }) =>
      `${title} ${environment} ${owner ? refName(owner) : 'unowned'}`,
    order: ({ title }) => title,
  },
  {
    id: 'message',
    label: 'What',
    width: 43,
    cell: ({ message, severity }) => (
      <>
        {severity ? (
          <Secondary>{severityWords[severity].word}: </Secondary>
        ) : null}
        <Message text={message} />
      </>
    ),
    text: ({ message }) => message,
  },
];
