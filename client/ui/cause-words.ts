import type { RecordHistory } from '../../server/enrichment/activity.contract.ts';
import { kindWords } from './run-words.ts';

type Entry = Pick<RecordHistory['entries'][number], 'cause' | 'runKind'>;

/** What made the app work on a record. */
export function causeWords({ cause, runKind }: Entry): string {
  if (cause === 'button') return 'Button';
  if (cause === 'event') return 'Change in Pipedrive';
  if (cause === 'undo') return 'Undo';
  return runKind ? kindWords(runKind) : 'Run';
}
