import type { SeedContext } from '../SeedContext';
import type { ServiceSeed } from '../ServiceSeed';

/** A service that is broken in exactly one way. */
export interface Fault {
  readonly service: string;
  readonly namespace: string;
  /** A short name of what is broken. */
  readonly fault: string;
  /** What is broken, in one sentence. */
  readonly sentence: string;
}

/** A fault and how it is brought about. */
export interface FaultSeed extends Fault {
  readonly seed: (vaultAddress: string) => ServiceSeed;
  /** What only happens while the service runs. */
  readonly afterwards?: (context: SeedContext) => Promise<void>;
}
