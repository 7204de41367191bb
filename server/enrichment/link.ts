import type { WebsiteMatch } from '../catalog/website-match.ts';
import { type Knowledge, noKnowledge } from '../mapping/diff/knowledge.ts';
import type { RecordNote } from '../runs/history.ts';
import type { Rewrites } from './rewrites.ts';

/** What the last attempt to enrich a record came to. Keys and codes only. */
export type LastAttempt = {
  at: Date;
  /** Null: it was no run, but a button or an event. */
  runId: string | null;
  outcome: 'written' | 'unchanged' | 'skipped' | 'failed';
  code: string | null;
  fieldsWritten: number;
  notes: RecordNote[];
};

/**
 * When the walk of a run looked at a record, and with which version of the mapping: by then the knowledge says of every
 * field of that mapping whose value stands in it.
 */
export type Seen = { at: Date; runId: string; version: number };

/** What people said about a record; kept whatever scans find. */
export type Decisions = {
  /** Stores that this organization is not. */
  notStoreIds: string[];
  /** The store a person picked of several. */
  chosenStoreId: string | null;
  doNotEnrich: boolean;
};

/** What a website came to, people's decisions included. */
export type LinkMatch = {
  /** `merged`: organizations with different stores became one, and its website names neither; waits for a person. */
  kind: WebsiteMatch['kind'] | 'not_this_store' | 'merged';
  storeId: string | null;
  key: string | null;
};

/** An organization and the store it is. All that is kept of a customer's record is in here. */
export type Link = Decisions & {
  companyId: number;
  epoch: string;
  orgId: number;
  /** Hosts of the website, normalised. */
  domains: string[];
  /** Pipedrive's update time of the record as last seen. */
  updateTime: string | null;
  match: LinkMatch;
  /** The scan that last changed it: a page read twice counts the same. */
  scanRunId: string | null;
  /** Deleted in Pipedrive or no longer visible; late pages and events must not bring it back as new. */
  gone: boolean;
  knowledge: Knowledge;
  /** Null: no walk ever came by. */
  seen: Seen | null;
  lock: { token: string; until: Date } | null;
  /** Counts changes, for compare-and-set. */
  rev: number;
  last: LastAttempt | null;
  /**
   * Release that last changed the store, as the store was when the record was last brought in step with it, or failed
   * to be: of a store whose release is no newer there is nothing new to bring. Null: never, with this store.
   */
  broughtRelease: number | null;
  /** The first release that was to be brought to the record and was not; null: none. */
  waitingSince: number | null;
  /** How often fields were written again because of changes in Pipedrive; null: never. */
  rewrites: Rewrites | null;
  /** When it began to fail; null while the last attempt went well. See `isRetried`. */
  failingSince: Date | null;
};

/** Which record, for queries that must not touch another company or an erased installation. */
export type LinkKey = Pick<Link, 'companyId' | 'epoch' | 'orgId'>;

export const noDecisions: Decisions = { notStoreIds: [], chosenStoreId: null, doNotEnrich: false };

/** True when there is anything to remember a record for, although it has no website. */
export function hasDecisions(decisions: Decisions): boolean {
  return decisions.doNotEnrich || decisions.chosenStoreId !== null || decisions.notStoreIds.length > 0;
}

/** The stores a match leaves to choose from; at most one where it is certain. */
export function candidatesOf(match: WebsiteMatch): string[] {
  if (match.kind === 'match' || match.kind === 'out_of_plan') return [match.storeId];
  return match.kind === 'ambiguous' ? match.storeIds : [];
}

/**
 * A match with people's decisions applied. A chosen store counts as long as the website still leads to it,
 * so that an organization whose website moves on does not keep a store of the past.
 */
export function decide(match: WebsiteMatch, decisions: Decisions): LinkMatch {
  const { chosenStoreId, notStoreIds } = decisions;
  if (match.kind === 'match') {
    return notStoreIds.includes(match.storeId)
      ? { kind: 'not_this_store', storeId: null, key: null }
      : { kind: 'match', storeId: match.storeId, key: match.key };
  }
  if (match.kind === 'ambiguous') {
    if (chosenStoreId !== null && match.storeIds.includes(chosenStoreId)) {
      return { kind: 'match', storeId: chosenStoreId, key: 'chosen' };
    }
    const left = match.storeIds.some((id) => !notStoreIds.includes(id));
    return { kind: left ? 'ambiguous' : 'not_this_store', storeId: null, key: null };
  }
  return { kind: match.kind, storeId: null, key: null };
}

/**
 * What a website, looked at again, comes to for a link. After a merge of two with different stores it goes on waiting
 * for a person until the website leads to a store.
 */
export function rematch(link: Pick<Link, 'match'>, match: WebsiteMatch, decisions: Decisions): LinkMatch {
  const decided = decide(match, decisions);
  const waits = link.match.kind === 'merged' && decided.storeId === null && decided.kind !== 'ambiguous';
  return waits ? link.match : decided;
}

/** True when bulk work should keep the record in step with its store. */
export function isEnrichable(link: Pick<Link, 'match' | 'doNotEnrich' | 'gone'>): boolean {
  return link.match.storeId !== null && !link.doNotEnrich && !link.gone;
}

/** How the mark is left that a record is gone. */
export type Burial = {
  /** When it went, as far as that is known. */
  updateTime: string | null;
  /** False until it is told why it went: one that was merged into another has something to hand on. */
  isForgotten: boolean;
};

/** What a link says of a record that is no store's. */
export const noStore = {
  domains: [],
  match: { kind: 'no_website', storeId: null, key: null },
} satisfies Partial<Link>;

/** True of the mark of a record that is gone and has been told why. */
export function isForgotten({ gone, match, knowledge }: Link): boolean {
  return gone && match.storeId === null && knowledge.asOf === null && knowledge.version === null;
}

/** Just the key of a link. */
export const keyOf = ({ companyId, epoch, orgId }: LinkKey): LinkKey => ({ companyId, epoch, orgId });

/** A link as it begins: nothing decided, nothing written. */
export function newLink(key: LinkKey): Link {
  return {
    ...key,
    ...noDecisions,
    ...noStore,
    updateTime: null,
    scanRunId: null,
    gone: false,
    knowledge: noKnowledge,
    seen: null,
    lock: null,
    rev: 0,
    last: null,
    broughtRelease: null,
    waitingSince: null,
    rewrites: null,
    failingSince: null,
  };
}
