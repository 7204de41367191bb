/** What was cut or left out of one record. `detail`: the code of a calculation that failed. */
export type RecordNote = { source: string; code: string; detail?: string };

/** What one attempt did to one record. Keys and codes only: never a value, never Pipedrive's text. */
export type HistoryEntry = {
  companyId: number;
  epoch: string;
  orgId: number;
  /** Null: somebody pressed the button. */
  runId: string | null;
  at: Date;
  outcome: 'written' | 'unchanged' | 'skipped' | 'failed';
  code: string | null;
  /** Keys of the sources whose fields were written. */
  sources: string[];
  /** What was cut or left out. */
  notes: RecordNote[];
};
