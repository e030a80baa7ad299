import { randomUUID } from 'node:crypto';

import {
  ConflictError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  ApplyResult,
  ProvisionedKind,
} from 'backstage-plugin-service-secrets-common';
import {
  apply,
  desiredDigest,
  DesiredState,
  UpstreamError,
} from 'backstage-plugin-service-secrets-node';

import { Admitted } from './Admission';
import { describeChange } from './describeChange';
import { Guard, Hold, LockedService } from './Guard';
import { isStanding, LedgerRun, LedgerStore } from './ledger/LedgerStore';
import { applyManifests, FoundManifest, findManifests } from './manifestSteps';
import { clusterProvisionerOf, provisionerOf, systemsOf } from './Places';
import { ProvisionConfig } from './ProvisionConfig';
import { RunJournal } from './RunJournal';

/** What writing needs. */
export interface WritingOptions {
  readonly config: ProvisionConfig;
  readonly ledger: LedgerStore;
  readonly guard: Guard;
  readonly clock: () => Date;
}

/** What of a plan is to be applied. */
export interface ApplyWishes {
  /** Digest of the plan that was approved. */
  readonly digest?: string;
  /** Absent: everything. */
  readonly only?: readonly ProvisionedKind[];
  readonly applyManifests?: boolean;
  /** Aborted when the caller cancels: then it stops before its next write. */
  readonly signal?: AbortSignal;
}

/** Throws while the operator lets Backstage write nothing. */
export function checkMode({ mode }: ProvisionConfig): void {
  if (mode === 'apply') return;
  throw new NotAllowedError(
    'The operator lets Backstage plan and write nothing; with serviceSecrets.provision.mode: apply it may write. The files of the plan can go to a pipeline instead',
  );
}

/** The part of a state that has some kinds. The policies that say whose the roles are come along: a role has no place for that. */
function narrowed(
  desired: DesiredState,
  only: readonly ProvisionedKind[] | undefined,
): DesiredState {
  if (!only) return desired;
  const isWanted = ({ kind }: { kind: ProvisionedKind }) => only.includes(kind);
  const anchors = desired.vault
    .filter(object => isWanted(object) && object.kind !== 'kv-placeholder')
    .map(({ anchor }) => anchor);
  // Vault writes a static role only when its connection allows it.
  const withAllowed =
    only.includes('allowed-role') || only.includes('static-role');
  return {
    ...desired,
    vault: desired.vault.filter(
      object =>
        isWanted(object) ||
        (object.kind === 'policy' && anchors.includes(object.name)),
    ),
    allowedRoles: withAllowed ? desired.allowedRoles : [],
  };
}

const resumable: ReadonlySet<LedgerRun['state']> = new Set([
  'open',
  'failed',
  'complete',
]);

function lockedBy({ request, place }: Admitted): LockedService {
  const { entityRef, namespace, name } = request;
  return {
    entityRef,
    ...systemsOf(place),
    names: async () => [{ namespace, name }],
  };
}

/** Brings Vault, and on request the cluster, to what a request asks for. */
export class ApplyService {
  constructor(private readonly options: WritingOptions) {}

  async apply(admitted: Admitted, wishes: ApplyWishes): Promise<ApplyResult> {
    const { config, guard } = this.options;
    checkMode(config);
    this.checkWishes(admitted, wishes);
    const vault = provisionerOf(admitted.place);
    try {
      const locked = { ...lockedBy(admitted), signal: wishes.signal };
      return await guard.service(locked, hold =>
        this.run(admitted, wishes, hold),
      );
    } finally {
      await vault.close().catch(() => undefined);
    }
  }

  private checkWishes(admitted: Admitted, wishes: ApplyWishes): void {
    if (wishes.digest && wishes.digest !== desiredDigest(admitted.desired)) {
      throw new ConflictError(
        'Nothing was written. The plan is not the one that was approved: look at the plan again',
      );
    }
    if (!wishes.applyManifests) return;
    if (!this.options.config.applyManifests) {
      throw new NotAllowedError(
        'The operator lets no manifests be applied from here (serviceSecrets.provision.applyManifests); take the files of the plan',
      );
    }
    clusterProvisionerOf(admitted.place);
  }

  private async run(
    admitted: Admitted,
    wishes: ApplyWishes,
    hold: Hold,
  ): Promise<ApplyResult> {
    const { ledger } = this.options;
    const desired = narrowed(admitted.desired, wishes.only);
    const journal = new RunJournal({
      ledger,
      hold,
      find: () => this.find(admitted, desiredDigest(desired)),
      start: () => this.start(admitted, desiredDigest(desired)),
    });
    try {
      const result = await this.write({ admitted, desired, wishes, journal });
      return { ...result, runId: await this.closed(journal) };
    } catch (error) {
      throw await this.explained(error, journal);
    }
  }

  /** A run for the same state is taken up again, so that undo takes back what all its attempts wrote. */
  private async find(
    { request }: Admitted,
    digest: string,
  ): Promise<string | undefined> {
    const { ledger, clock } = this.options;
    for (const run of await ledger.runsOf(request)) {
      if (run.digest === digest && resumable.has(run.state)) {
        await ledger.setRunState(run.id, 'open', clock());
        return run.id;
      }
      // What came between counts only when it changed something.
      if (await isStanding(ledger, run)) return undefined;
    }
    return undefined;
  }

  /** Ends a run that came through; without anything to take back there is no run to name. */
  private async closed({ runId }: RunJournal): Promise<string> {
    const { ledger, clock } = this.options;
    if (!runId) return '';
    await ledger.setRunState(runId, 'complete', clock());
    const steps = await ledger.steps(runId);
    return steps.some(({ state }) => state !== 'undone') ? runId : '';
  }

  private async start(
    { request, caller }: Admitted,
    digest: string,
  ): Promise<string> {
    const { ledger, clock } = this.options;
    const id = randomUUID();
    const { entityRef, environment, owner } = request;
    await ledger.startRun({
      ...{ id, entityRef, environment, owner, digest, request },
      startedBy: caller,
      state: 'open',
      startedAt: clock(),
    });
    return id;
  }

  private async write(input: {
    admitted: Admitted;
    desired: DesiredState;
    wishes: ApplyWishes;
    journal: RunJournal;
  }): Promise<Omit<ApplyResult, 'runId'>> {
    const { admitted, desired, wishes, journal } = input;
    const { place, request } = admitted;
    const found = wishes.applyManifests ? await this.manifestsOf(admitted) : [];
    const changes = await apply(request, desired, {
      vault: provisionerOf(place),
      journal,
      exclusively: (connection, work) =>
        this.options.guard.connection(place.instance.name, connection, work),
    });
    const inVault = journal.written.length;
    const inCluster = wishes.applyManifests
      ? await applyManifests(found, clusterProvisionerOf(place), journal)
      : { applied: [], writes: 0 };
    return {
      writes: inVault + inCluster.writes,
      changes: changes.map(describeChange),
      applied: inCluster.applied,
    };
  }

  private async manifestsOf({
    place,
    request,
    desired,
  }: Admitted): Promise<FoundManifest[]> {
    return findManifests(desired.manifests, {
      cluster: clusterProvisionerOf(place),
      owner: request,
      namespace: request.namespace,
      createNamespaces: this.options.config.createNamespaces,
    });
  }

  private async explained(
    error: unknown,
    { runId, written }: RunJournal,
  ): Promise<unknown> {
    if (!runId) return error;
    const { ledger, clock } = this.options;
    // When this fails too, the run stays open, which a rerun takes up just the same.
    await ledger.setRunState(runId, 'failed', clock()).catch(() => undefined);
    if (!(error instanceof UpstreamError || error instanceof ConflictError)) {
      return error;
    }
    const sentence = `Run ${runId} stopped: ${error.message}. Written so far: ${
      written.join(', ') || 'nothing that was confirmed'
    }. The same request again finishes it; undo with this run takes it back.`;
    return error instanceof ConflictError
      ? new ConflictError(sentence)
      : new ServiceUnavailableError(sentence);
  }
}
