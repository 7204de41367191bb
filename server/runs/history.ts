/** What was cut or left out of one record. `detail`: the code of a calculation that failed. */
export type RecordNote = { source: string; code: string; detail?: string };

/** Why a record was worked on: by a run, because somebody pressed a button, because it changed in Pipedrive,
 * or because what was written is taken back. */
export type Cause = 'run' | 'button' | 'event' | 'undo';

/** What one attempt did to one record. Keys and codes only: never a value, never Pipedrive's text. */
export type HistoryEntry = {
  companyId: number;
  epoch: string;
  orgId: number;
  cause: Cause;
  /** Which run; null where it was none. */
  runId: string | null;
  at: Date;
  outcome: 'written' | 'unchanged' | 'skipped' | 'failed';
  code: string | null;
  /** Of a failure, the code of the field it was about, where Pipedrive named one. */
  field: string | null;
  /** Keys of the sources whose fields were written. */
  sources: string[];
  /** What was cut or left out. */
  notes: RecordNote[];
};
