import { ConflictError, NotFoundError } from '@backstage/errors';
import { UndoResult } from 'backstage-plugin-service-secrets-common';

import { checkMode, WritingOptions } from './ApplyService';
import { objectPath } from './describeChange';
import { Hold } from './Guard';
import {
  isStanding,
  LedgerRun,
  LedgerStep,
  nameOf,
  StepTarget,
} from './ledger/LedgerStore';
import { describeRef } from './manifestSteps';
import {
  clusterProvisionerOf,
  Place,
  Places,
  provisionerOf,
  systemsOf,
} from './Places';
import { Removal, Remover } from './Remover';
import { revokeLeases } from './revokeLeases';

function kept(what: string): Removal {
  return { kind: 'left', what, reason: 'What else is left needs it' };
}

/** What an undo has come to so far. */
class Tally {
  readonly removed: string[] = [];
  readonly left: UndoResult['leftOvers'] = [];
  readonly staying: UndoResult['leftOvers'] = [];

  /** Answers whether the step is done with. */
  add(reversals: readonly Removal[]): boolean {
    for (const reversal of reversals) {
      if (reversal.kind === 'absent') continue;
      if (reversal.kind === 'removed') {
        this.removed.push(reversal.what);
        continue;
      }
      const { kind, what, reason } = reversal;
      (kind === 'left' ? this.left : this.staying).push({ what, reason });
    }
    return reversals.every(({ kind }) => kind !== 'left');
  }
}

/** Takes back what a run wrote, last first. */
export class UndoService {
  constructor(
    private readonly options: WritingOptions & { readonly places: Places },
  ) {}

  /** The run an id names; whether the caller may touch it is decided by who asks. */
  async find(runId: string): Promise<LedgerRun> {
    const run = await this.options.ledger.run(runId);
    if (run) return run;
    throw new NotFoundError(`There is no run ${runId}`);
  }

  /** `signal` is aborted when the caller cancels: then it stops before its next change. */
  async undo(run: LedgerRun, signal?: AbortSignal): Promise<UndoResult> {
    const { config, guard, places } = this.options;
    checkMode(config);
    const place = places.of(run.environment);
    const vault = provisionerOf(place);
    try {
      const locked = {
        entityRef: run.entityRef,
        ...systemsOf(place),
        signal,
        names: async () => [nameOf(run)],
      };
      return await guard.service(locked, async hold => {
        await this.checkNewest(run);
        return this.takeBack(run, place, hold);
      });
    } finally {
      await vault.close().catch(() => undefined);
    }
  }

  private async checkNewest(run: LedgerRun): Promise<void> {
    const { ledger } = this.options;
    for (const later of await ledger.runsOf(run)) {
      if (later.id === run.id) return;
      // What wrote nothing builds on nothing.
      if (await isStanding(ledger, later)) {
        throw new ConflictError(
          `Run ${later.id} came later and builds on this one: undo it first`,
        );
      }
    }
  }

  private async takeBack(
    run: LedgerRun,
    place: Place,
    hold: Hold,
  ): Promise<UndoResult> {
    const { ledger, clock } = this.options;
    const steps = await ledger.steps(run.id);
    const remover = this.removerFor(run, place, steps);
    const tally = new Tally();
    for (const step of [...steps].reverse()) {
      if (step.state === 'undone') continue;
      await hold.extend();
      const reversals = await this.revert(step.target, {
        ...{ remover, place, hold },
        // What is left needs the policy that says whose it is, and the connection that allows it.
        keepGround: tally.left.length > 0,
      });
      if (tally.add(reversals)) {
        await ledger.setStepState(run.id, step.key, 'undone');
      }
    }
    const state = tally.left.length === 0 ? 'undone' : 'failed';
    await ledger.setRunState(run.id, state, clock());
    const { removed, left, staying } = tally;
    return { runId: run.id, removed, leftOvers: [...left, ...staying] };
  }

  private removerFor(
    run: LedgerRun,
    place: Place,
    steps: readonly LedgerStep[],
  ): Remover {
    const { guard } = this.options;
    const needsCluster = steps.some(({ target }) => target.type === 'manifest');
    return new Remover({
      owner: run,
      vault: provisionerOf(place),
      cluster: needsCluster ? clusterProvisionerOf(place) : undefined,
      exclusively: (connection, work) =>
        guard.connection(place.instance.name, connection, work),
    });
  }

  private async revert(
    target: StepTarget,
    context: {
      remover: Remover;
      place: Place;
      hold: Hold;
      keepGround: boolean;
    },
  ): Promise<Removal[]> {
    const { remover, place, hold, keepGround } = context;
    switch (target.type) {
      case 'manifest':
        return [
          target.existed
            ? {
                kind: 'stays',
                what: describeRef(target.ref),
                reason:
                  'It was there before the run; where the run changed it, apply its former manifest',
              }
            : await remover.removeManifest(target.ref),
        ];
      case 'allowed-role':
        return keepGround
          ? [kept(`${target.role.role} in allowed_roles`)]
          : [await remover.removeAllowedRole(target.role)];
      default: {
        const { object, before } = target;
        if (object.kind === 'policy' && keepGround) {
          return [kept(objectPath(object))];
        }
        const leases =
          object.kind === 'database-role' && !before
            ? await revokeLeases(object, { vault: provisionerOf(place), hold })
            : { leftOvers: [] };
        if (leases.leftOvers.length > 0) {
          return leases.leftOvers.map(each => ({ kind: 'left', ...each }));
        }
        return [await remover.restoreObject(object, before)];
      }
    }
  }
}
