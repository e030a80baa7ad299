import {
  SourceName,
  WiringNode,
  WiringNodeKind,
} from 'backstage-plugin-service-secrets-common';
import type { Mounted } from 'backstage-plugin-service-secrets-node';

import { mountedName } from './ServiceView';

/** A station of a chain before anything is judged. */
export interface Station {
  readonly kind: WiringNodeKind;
  /** Exact, with its mount: links of findings are matched by it. */
  readonly name: string;
  /** The shorter name people see, where there is one. */
  readonly shown?: string;
  /** What it is called, where the kind says too little. */
  readonly label?: string;
  readonly facts: readonly string[];
  readonly moment?: WiringNode['moment'];
  /** The question whose answer it is drawn from. */
  readonly source: SourceName;
  /** Whether it was read; a station that was not is unknown, never fine. */
  readonly known: boolean;
}

/** A chain from a pod to a credential. */
export interface Chain {
  readonly kind: 'database' | 'certificate';
  readonly stations: readonly Station[];
}

/** The names of something on a mount: exact, and without the mount where that is the usual one. */
export function namesOf(
  at: Mounted,
  usualMount: string | undefined,
): Pick<Station, 'name' | 'shown'> {
  return {
    name: mountedName(at),
    shown: at.mount === usualMount ? at.name : undefined,
  };
}
