import { notAcceptable } from '../api/status';

/** The forms an answer can take. */
export type Form =
  | 'plain'
  | 'Table'
  | 'PartialObjectMetadata'
  | 'PartialObjectMetadataList'
  | 'APIGroupDiscoveryList';

const forms: readonly Form[] = [
  'Table',
  'PartialObjectMetadata',
  'PartialObjectMetadataList',
  'APIGroupDiscoveryList',
];

function formOf(part: string): Form | undefined {
  const [type, ...parameters] = part.split(';').map(item => item.trim());
  if (!['application/json', 'application/*', '*/*'].includes(type))
    return undefined;
  const as = parameters.find(item => item.startsWith('as='))?.slice(3);
  if (as === undefined) return 'plain';
  const version = parameters.find(item => item.startsWith('v='))?.slice(2);
  const form = forms.find(item => item === as);
  const wanted = form === 'APIGroupDiscoveryList' ? 'v2' : 'v1';
  return version === wanted ? form : undefined;
}

/** The first form in an `Accept` header that this request can answer. Throws 406 when there is none. */
export function acceptedForm(
  accept: string | undefined,
  offered: readonly Form[],
): Form {
  if (!accept) return 'plain';
  for (const part of accept.split(',')) {
    const form = formOf(part);
    if (form && (form === 'plain' || offered.includes(form))) return form;
  }
  throw notAcceptable();
}
