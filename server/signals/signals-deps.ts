import type { StoreChanges } from '../catalog/store-changes.ts';
import type { Link } from '../enrichment/link.ts';
import type { GetInstallation } from '../install/installation.ts';
import type { Preferences } from '../install/preferences.contract.ts';
import type { Pipedrive } from '../pipedrive/types.ts';
import type { AtBoundary } from '../platform/boundaries.ts';
import type { Base } from '../platform/deps.ts';
import type { HistoryEntry } from '../runs/history.ts';
import type { Run } from '../runs/run.ts';
import type { SignalClaimStore } from './signal-claim.store.ts';

export type Scope = { companyId: number; epoch: string };
export type Release = { number: number; publishedAt: Date };
/** What the last release that changed a store changed about it, and the platform it is on now. */
type ChangedStore = { changes: StoreChanges; platform: string };

/** What working change signals needs. What belongs to other features comes in as functions. */
export type SignalsDeps = Base & {
  claims: SignalClaimStore;
  pipedrive: Pick<Pipedrive, 'addNote' | 'listNotes'>;
  getInstallation: GetInstallation;
  getPreferences(scope: Scope): Promise<Preferences>;
  currentRelease(): Promise<Release | null>;
  /** The newest release whose changes are in claims; null where nobody looked yet. */
  taken: {
    get(scope: Scope): Promise<number | null>;
    begin(scope: Scope, release: number, at: Date): Promise<void>;
    give(scope: Scope, release: number, at: Date): Promise<void>;
    erase(companyId: number, epoch: string): Promise<number>;
  };
  /** Linked records of an installation, by id. */
  linkedPage(scope: Scope, after: number, limit: number): Promise<{ orgId: number; storeId: string }[]>;
  linksOf(scope: Scope, orgIds: readonly number[]): Promise<Link[]>;
  /** What was changed about these stores by the last release that did, where that is newer than `after`. */
  changesAfter(storeIds: readonly string[], after: number): Promise<Map<string, ChangedStore>>;
  runOf(companyId: number, id: string): Promise<Run | null>;
  addHistory(entries: HistoryEntry[]): Promise<void>;
  /** @throws RunPause while automatic work is held back. */
  requireMayWork(scope: Scope): Promise<void>;
  atBoundary: AtBoundary;
  randomId(): string;
  /** How long one process may be at one note, in milliseconds. */
  leaseMs: number;
};
