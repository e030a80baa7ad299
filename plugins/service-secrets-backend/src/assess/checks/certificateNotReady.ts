import { certificateLinks, perCertificate } from '../certificates';
import { Check } from '../Check';
import { hasKnownCause } from '../scope';

/** The certificate has not been issued, or does not exist. */
export const certificateNotReady: Check = input =>
  perCertificate(input, certificate => {
    const { name, resource, state } = certificate;
    const ready = resource?.conditions.find(({ type }) => type === 'Ready');
    const refused = state !== 'expired' && ready?.status === 'False';
    if (state !== 'not-issued' && !refused) return undefined;
    const why = ready?.reason ? ` (\`${ready.reason}\`)` : '';
    return {
      message: resource
        ? `Certificate \`${name}\` is not ready${why}.`
        : `Namespace \`${input.view.binding.namespace}\` has no Certificate \`${name}\`.`,
      links: hasKnownCause(certificate)
        ? undefined
        : certificateLinks(input, certificate),
    };
  });
