import { Clock } from './clock';
import { EngineFactory } from './Engine';
import { Faults } from './Faults';
import { EngineLeases } from './lease/EngineLeases';
import { LeaseStore } from './lease/LeaseStore';
import { MountTable } from './mounts/MountTable';
import { PolicyStore } from './policy/PolicyStore';
import { SealState } from './sys/SealState';
import { IdentityStore } from './token/IdentityStore';
import { TokenStore } from './token/TokenStore';
import { WrappingStore } from './token/WrappingStore';

/** Everything the server is made of; endpoints take what they need from it. */
export interface Core {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly seal: SealState;
  readonly mounts: MountTable;
  readonly policies: PolicyStore;
  readonly tokens: TokenStore;
  readonly identities: IdentityStore;
  readonly leases: LeaseStore;
  readonly engineLeases: EngineLeases;
  readonly wrapping: WrappingStore;
  readonly rootTokenId: string;
  /** Engine types that can be mounted, by kind. */
  readonly factories: {
    readonly secret: Readonly<Record<string, EngineFactory>>;
    readonly auth: Readonly<Record<string, EngineFactory>>;
  };
}
