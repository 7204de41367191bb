import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { RunView } from '../../../server/runs/runs.contract.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { isUnderWay } from '../../ui/run-words.ts';

/** Refreshes what a run changes (tokens used, broken fields, the next estimate) once it has ended. */
export function useAfterRun(runs: RunView[] | undefined): void {
  const cache = useQueryClient();
  const before = useRef(new Set<string>());
  useEffect(() => {
    const active = new Set(runs?.filter(isUnderWay).map(({ id }) => id));
    const ended = [...before.current].some((id) => !active.has(id));
    before.current = active;
    if (!ended) return;
    for (const queryKey of [
      queryKeys.settings,
      queryKeys.currentRelease,
      queryKeys.mapping,
      queryKeys.enrichAllEstimate,
      queryKeys.deadLetters,
    ])
      void cache.invalidateQueries({ queryKey });
  }, [runs, cache]);
}
