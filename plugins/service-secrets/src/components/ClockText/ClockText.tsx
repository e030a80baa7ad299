import { useServerClock } from '../../hooks/useServerClock';

/** A text that depends on the server's time, such as a countdown. */
export function ClockText(props: {
  readonly text: (now: number) => string | undefined;
}) {
  return <>{useServerClock(props.text)}</>;
}
