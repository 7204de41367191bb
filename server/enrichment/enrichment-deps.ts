import type { StoreRecord } from '../catalog/store.ts';
import type { GetInstallation } from '../install/installation.ts';
import type { CalculatedResults } from '../mapping/apply-mapping.ts';
import type { CalculatedValue, Mapping } from '../mapping/mapping.ts';
import type { BudgetStatus } from '../pipedrive/ports.ts';
import type { Pipedrive } from '../pipedrive/types.ts';
import type { AtBoundary } from '../platform/boundaries.ts';
import type { Base } from '../platform/deps.ts';
import type { Session, VerifySession } from '../platform/endpoint.ts';
import type { HistoryEntry } from '../runs/history.ts';
import type { Run } from '../runs/run.ts';
import type { RunView } from '../runs/runs.contract.ts';
import type { RunOrder } from '../runs/start-run.ts';
import type { CompanyFacts } from './company-facts.ts';
import type { EpochScope } from './epoch-guard.ts';
import type { LinkStore } from './link.store.ts';
import type { FindKeys } from './match-websites.ts';
import type { ReplacedValues } from './replaced-values.ts';

/** What enriching needs. What belongs to other features comes in as functions. */
export type EnrichmentDeps = Base & {
  pipedrive: Pick<
    Pipedrive,
    | 'listOrganizations'
    | 'getOrganization'
    | 'updateOrganization'
    | 'getPerson'
    | 'listCurrencies'
    | 'listOrganizationFields'
    | 'addFieldOptions'
  >;
  budgetStatus(companyId: number): Promise<BudgetStatus>;
  getInstallation: GetInstallation;
  findKeys: FindKeys;
  findStores(ids: string[]): Promise<Map<string, StoreRecord>>;
  getMapping(companyId: number): Promise<Mapping>;
  /**
   * Works out what calculated values come to for stores: by store, then by name; `now` is the moment `now` in an
   * expression stands for. Never fails for what an expression does. Null: nobody here can calculate; then each such value is left alone with a note.
   */
  calculate:
    | ((
        companyId: number,
        calculated: readonly CalculatedValue[],
        stores: readonly StoreRecord[],
        now: Date,
      ) => Promise<ReadonlyMap<string, CalculatedResults>>)
    | null;
  /** Whether every change in Pipedrive has reached us so far, so that what is known of records is up to date. */
  isStreamHealthy(at: EpochScope): Promise<boolean>;
  /** Told how long after it was read a record was written to, in seconds. */
  readToWrite(seconds: number): void;
  /** Shows a mapping entry as broken, because Pipedrive refused its field or no longer has it. */
  markFieldBroken(at: EpochScope, refused: { fieldCode: string; code: string }): Promise<void>;
  history: {
    add(entries: HistoryEntry[]): Promise<void>;
    erase(companyId: number, epoch?: string): Promise<number>;
  };
  /** Keeps what is written over, for companies that want to undo; without it nobody's is kept. */
  replaced?: ReplacedValues;
  links: LinkStore;
  atBoundary: AtBoundary;
  /** Makes lock tokens. */
  randomId(): string;
  /** How long a writer may hold a record; a write that takes longer is given up. */
  lockMs: number;
};

/** What the routes need besides. */
export type EnrichmentRouterDeps = EnrichmentDeps &
  CompanyFacts & {
    verifySession: VerifySession;
    /** Throws AppError 403 when the caller may not change what the app does for the whole company. */
    requireManager(session: Session): Promise<void>;
    startRun(order: RunOrder): Promise<Run>;
    viewRun(run: Run): Promise<RunView>;
  };
