import { ServiceSecretsConfig } from '../config';
import { ReportService } from '../serve/ReportService';
import { Admission } from './Admission';
import { ApplyService } from './ApplyService';
import { connectPostgres } from './connectPostgres';
import { Guard, GuardOptions } from './Guard';
import { LedgerStore } from './ledger/LedgerStore';
import { Connect } from './LiveProof';
import { Places, PlacesOptions } from './Places';
import { ProvisionAccess, ProvisionAccessOptions } from './ProvisionAccess';
import { ProvisionConfig } from './ProvisionConfig';
import { ProvisionService } from './ProvisionService';
import { RetireService } from './RetireService';
import { UndoService } from './UndoService';

/** What the write path stands on. */
export interface ProvisionOptions
  extends Omit<
      ProvisionAccessOptions,
      'platformGroups' | 'ledger' | 'environments'
    >,
    Omit<PlacesOptions, 'environments'>,
    Pick<GuardOptions, 'pause'> {
  readonly config: Pick<
    ServiceSecretsConfig,
    'access' | 'bindings' | 'environments'
  >;
  readonly rails: ProvisionConfig;
  readonly ledger: LedgerStore;
  readonly reports: ReportService;
  readonly clock: () => Date;
  /** For tests; PostgreSQL without. */
  readonly connect?: Connect;
}

/** Joins the parts of the write path. */
export function createProvision(options: ProvisionOptions): ProvisionService {
  const { config, rails, ledger, clock } = options;
  const { environments } = config;
  const { rules } = config.bindings;
  const { platformGroups } = config.access;
  const places = new Places({ ...options, environments });
  const access = new ProvisionAccess({
    ...options,
    ...{ platformGroups, environments },
  });
  const writing = {
    ...{ ledger, clock },
    config: rails,
    guard: new Guard(options),
  };
  return new ProvisionService({
    ...options,
    config: rails,
    ...{ access, environments, places, rules },
    admission: new Admission({ access, places, config: rails }),
    applying: new ApplyService(writing),
    undoing: new UndoService({ ...writing, places }),
    retiring: new RetireService(writing),
    connect: options.connect ?? connectPostgres,
  });
}
