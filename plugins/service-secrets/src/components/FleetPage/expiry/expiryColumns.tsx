import { ExpiryEntry } from 'backstage-plugin-service-secrets-common';

import { endText, momentStamp } from '../../../format/fleetText';
import { expiryWords } from '../../../format/fleetWords';
import { momentText } from '../../../format/time';
import { StateWord } from '../../../format/words';
import { ClockText } from '../../ClockText/ClockText';
import { Column } from '../../DataTable/arrangeRows';
import { Secondary } from '../../DataTable/Secondary';
import { Name } from '../../Message/Name';
import { StateChip } from '../../StateChip/StateChip';
import { OwnedServices } from '../OwnedServices';

const urgencyWords: Readonly<Record<ExpiryEntry['urgency'], StateWord>> = {
  attention: { word: 'Needs attention', tone: 'bad', sign: '✕' },
  automatic: { word: 'By itself', tone: 'good', sign: '●' },
};

/** The columns of the list of endings. */
export const expiryColumns: readonly Column<ExpiryEntry>[] = [
  {
    id: 'at',
    label: 'Ends',
    width: 20,
    cell: ({ at, kind }) => (
      <>
        <ClockText text={now => endText(kind, at, now)} />
        <Secondary block>{momentStamp(at)}</Secondary>
      </>
    ),
    order: ({ at }) => Date.parse(at),
  },
  {
    id: 'kind',
    label: 'What',
    width: 15,
    cell: ({ kind }) => expiryWords[kind],
    text: ({ kind }) => expiryWords[kind],
    order: ({ kind }) => expiryWords[kind],
  },
  {
    id: 'name',
    label: 'Name',
    width: 25,
    cell: ({ name }) => <Name text={name} />,
    text: ({ name }) => name,
    order: ({ name }) => name,
  },
  {
    id: 'urgency',
    label: 'Renewal',
    width: 18,
    cell: ({ urgency, renewsAt }) => (
      <>
        <StateChip state={urgencyWords[urgency]} />
        {renewsAt ? (
          <Secondary block>
            <ClockText
              text={now => momentText({ text: 'renews', at: renewsAt }, now)}
            />
          </Secondary>
        ) : null}
      </>
    ),
    order: ({ urgency }) => urgency,
  },
  {
    id: 'services',
    label: 'Felt by',
    width: 22,
    cell: ({ services }) => <OwnedServices services={services} />,
    order: ({ services }) => services.length,
  },
];
