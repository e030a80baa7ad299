import { Problem } from '../form/Problem';

/** Says that an answer was taken back because it is not offered any more. */
export function TakenBack({ id }: { readonly id: string | undefined }) {
  return id === undefined ? null : (
    <Problem
      text={`\`${id}\` is not offered to this owner in this environment and was taken back. Choose another.`}
    />
  );
}
