import { NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  EnvironmentClaim,
  ApplyResult,
  PlanFile,
  ProvisionOffers,
  ProvisionPlan,
  readServiceBinding,
  RenderTarget,
  RetireResult,
  ServiceBinding,
  ServiceName,
  UndoResult,
  VerifyResult,
} from 'backstage-plugin-service-secrets-common';

import { BindingRule, EnvironmentConfig } from '../bind/EnvironmentBinding';
import { ReportService } from '../serve/ReportService';
import { Admission, Admitted } from './Admission';
import { ApplyService, ApplyWishes, checkMode } from './ApplyService';
import { checkProvable } from './checkProvable';
import { confirmedNames } from './confirmedNames';
import { Connect, LiveProof } from './LiveProof';
import { offersOf } from './offersOf';
import { Places, provisionerOf } from './Places';
import { planRequest, renderRequest } from './planRequest';
import { Claim, ProvisionAccess, UserCredentials } from './ProvisionAccess';
import { ProvisionConfig } from './ProvisionConfig';
import { RetireService, RetireWishes } from './RetireService';
import { UndoService } from './UndoService';
import { verifyRequest } from './verifyRequest';

/** What provisioning stands on. */
export interface ProvisionServiceOptions {
  readonly access: ProvisionAccess;
  readonly admission: Admission;
  readonly applying: ApplyService;
  readonly catalog: Pick<CatalogService, 'getEntityByRef'>;
  readonly clock: () => Date;
  readonly config: ProvisionConfig;
  readonly connect: Connect;
  readonly environments: readonly EnvironmentConfig[];
  readonly places: Places;
  readonly reports: ReportService;
  /** Which claims of entities the operator confirms. */
  readonly rules: readonly BindingRule[];
  readonly retiring: RetireService;
  readonly undoing: UndoService;
}

/** Who asks for something, and for what; spelling is checked here, not by the caller. */
export interface Ask {
  readonly request: unknown;
  readonly credentials: UserCredentials;
}

/** The write path, one method a route. Each admits its caller first. */
export class ProvisionService {
  constructor(private readonly options: ProvisionServiceOptions) {}

  async offers(
    owner: string,
    credentials: UserCredentials,
  ): Promise<ProvisionOffers> {
    const { access, config, places } = this.options;
    await access.checkOwner(owner, credentials);
    return offersOf(owner, config, places.all());
  }

  async plan(ask: Ask): Promise<ProvisionPlan> {
    const admitted = await this.admit(ask);
    try {
      const { config, clock } = this.options;
      return await planRequest(admitted, { config, now: clock() });
    } finally {
      await admitted.place.instance.provisioner?.close().catch(() => undefined);
    }
  }

  async render(ask: Ask, target: RenderTarget): Promise<{ files: PlanFile[] }> {
    return renderRequest(await this.admit(ask), target);
  }

  async apply(ask: Ask, wishes: ApplyWishes): Promise<ApplyResult> {
    return this.options.applying.apply(await this.admit(ask), wishes);
  }

  /** The same answer for a run that is not there and for one the caller may not know of. */
  async undo(
    runId: string,
    credentials: UserCredentials,
    signal?: AbortSignal,
  ): Promise<UndoResult> {
    const { access, undoing } = this.options;
    const run = await undoing.find(runId);
    try {
      await access.check(run, credentials);
    } catch (error) {
      if (error instanceof Error && error.name === 'NotAllowedError') {
        throw new NotFoundError(`There is no run ${runId}`);
      }
      throw error;
    }
    return undoing.undo(run, signal);
  }

  async verify(ask: Ask, proof: boolean): Promise<VerifyResult> {
    const admitted = await this.admit(ask);
    if (!proof) return this.checksOf(admitted, ask.credentials);
    const { config, connect } = this.options;
    checkMode(config);
    const vault = provisionerOf(admitted.place);
    try {
      await checkProvable(admitted);
      return {
        ...(await this.checksOf(admitted, ask.credentials)),
        proof: await new LiveProof(admitted, connect).run(),
      };
    } finally {
      await vault.close().catch(() => undefined);
    }
  }

  async retire(
    claim: Claim,
    wishes: RetireWishes,
    credentials: UserCredentials,
  ): Promise<RetireResult> {
    const { access, places, retiring } = this.options;
    await access.check(claim, credentials);
    const search = {
      service: claim,
      place: places.of(claim.environment),
      names: await this.namesInCatalog(claim, credentials),
    };
    return retiring.retire(search, wishes);
  }

  private async checksOf(
    admitted: Admitted,
    credentials: UserCredentials,
  ): Promise<VerifyResult> {
    const { reports, clock } = this.options;
    const claimed = await this.claimsInCatalog(admitted.request, credentials);
    return verifyRequest(admitted, { reports, claimed, now: clock });
  }

  private async admit({ request, credentials }: Ask): Promise<Admitted> {
    return this.options.admission.admit(request, credentials);
  }

  /** What the catalog knows finds what the ledger of another time does not. */
  private async namesInCatalog(
    claim: Claim,
    credentials: UserCredentials,
  ): Promise<ServiceName[]> {
    const { config, places, rules } = this.options;
    const binding = await this.bindingInCatalog(claim, credentials);
    const { owner, environment } = claim;
    const place = places.of(environment);
    return confirmedNames(binding, { owner, place, rules, config });
  }

  private async claimsInCatalog(
    claim: Claim,
    credentials: UserCredentials,
  ): Promise<readonly EnvironmentClaim[]> {
    return (await this.bindingInCatalog(claim, credentials)).claims;
  }

  /** What the service's entity says of one environment. */
  private async bindingInCatalog(
    { entityRef, environment }: Claim,
    credentials: UserCredentials,
  ): Promise<ServiceBinding> {
    const { catalog, environments } = this.options;
    const entity = await catalog.getEntityByRef(entityRef, { credentials });
    const result = entity && readServiceBinding(entity);
    if (result?.kind !== 'bound') return { entityRef, owners: [], claims: [] };
    const usual = environments.at(0)?.name;
    const claims = result.binding.claims
      .map(claim => ({ ...claim, environment: claim.environment ?? usual }))
      .filter(claim => claim.environment === environment);
    return { ...result.binding, claims };
  }
}
