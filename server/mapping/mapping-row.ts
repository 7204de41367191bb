import type { CalculatedValue, MappingEntry, ObjectMapping, ObjectType } from './mapping.ts';

/** Why a version was kept. */
export type SaveReason = 'saved' | 'fields' | 'imported' | 'restored';

/** Who saved, when and why. */
export type SavedBy = {
  userId: number;
  at: Date;
  reason: SaveReason;
  /** What names of new fields began with then; rows of before it was kept lack it. */
  fieldPrefix?: string;
};

/** What is written to one type of records, with what field creation must not forget. */
export type StoredObject = ObjectMapping & {
  /** Sources whose field may have been created without our having seen the answer. */
  intents: string[];
};

/** Everything a company decided about its mapping. */
export type MappingRow = {
  companyId: number;
  epoch: string;
  /** Changes with every change: what compare-and-set goes by. */
  version: number;
  /** Number of the last version that a person saved; 0: none yet. */
  edition: number;
  savedBy: SavedBy | null;
  objects: Record<ObjectType, StoredObject>;
  calculated: CalculatedValue[];
  /** Custom fields there were (organizations and persons) when Pipedrive refused one more; null: never refused. */
  refusedAt: number | null;
  /** Who is creating fields now, and until when without a sign of life. */
  creating: { token: string; until: Date } | null;
};

/** The parts of a row that change. */
export type MappingChange = Partial<Pick<MappingRow, 'objects' | 'calculated' | 'refusedAt' | 'creating'>>;

/** What was decided about one type of records, without what became of it since. */
export type DecidedObject = { enabled: boolean; entries: Omit<MappingEntry, 'broken'>[] };

/** A mapping as a person saved it. */
export type MappingConfig = Record<ObjectType, DecidedObject> & { calculated: CalculatedValue[] };
