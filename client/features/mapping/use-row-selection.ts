import { useCallback, useState } from 'react';
import type { MappingRowView } from '../../../server/mapping/mapping.contract.ts';
import { firstSelection } from './selection.ts';

/** Which rows are selected: the proposal, until somebody chooses. */
export function useRowSelection(rows: readonly MappingRowView[]) {
  const [touched, setTouched] = useState<ReadonlySet<string> | null>(null);
  const selected = touched ?? firstSelection(rows);
  const select = useCallback(
    (sources: readonly string[], on: boolean) =>
      setTouched((before) => {
        const next = new Set(before ?? firstSelection(rows));
        for (const source of sources)
          if (on) next.add(source);
          else next.delete(source);
        return next;
      }),
    [rows],
  );
  return { selected, select, set: setTouched, clear: () => setTouched(new Set()) };
}
