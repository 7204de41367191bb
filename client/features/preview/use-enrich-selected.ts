import { useCallback, useEffect, useRef, useState } from 'react';
import {
  type EnrichManyResult,
  enrichManyResult,
} from '../../../server/enrichment/preview/preview.contract.ts';
import { type ApiError, toApiError } from '../../api/api-error.ts';
import { useApi } from '../../api/use-api.tsx';

/** How many organizations one call enriches: few enough that progress is seen and no call takes too long. */
const atATime = 5;

export type EnrichProgress = {
  state: 'idle' | 'working' | 'done';
  planned: number;
  records: EnrichManyResult['records'];
  /** Why not all of them were begun. */
  stopped: { message: string } | null;
  error: ApiError | null;
};

const idle: EnrichProgress = { state: 'idle', planned: 0, records: [], stopped: null, error: null };

/** Enriches some organizations, a few at a time, until all are done, tokens run out or somebody stops it. */
export function useEnrichSelected() {
  const api = useApi();
  const [progress, setProgress] = useState(idle);
  const wanted = useRef(true);
  useEffect(() => {
    wanted.current = true;
    return () => {
      wanted.current = false;
    };
  }, []);

  const start = useCallback(
    async (ids: number[]) => {
      let records: EnrichManyResult['records'] = [];
      wanted.current = true;
      const tell = (change: Partial<EnrichProgress>) =>
        setProgress({ ...idle, planned: ids.length, records, ...change });
      tell({ state: 'working' });
      try {
        for (let at = 0; at < ids.length && wanted.current; at += atATime) {
          const body = { ids: ids.slice(at, at + atATime) };
          const answer = await api.post('/api/organizations/enrich', enrichManyResult, body);
          records = [...records, ...answer.records];
          if (answer.stopped) return tell({ state: 'done', stopped: answer.stopped });
          tell({ state: 'working' });
        }
        tell({ state: 'done', stopped: records.length < ids.length ? { message: 'You stopped it.' } : null });
      } catch (error) {
        tell({ state: 'done', error: toApiError(error) });
      }
    },
    [api],
  );
  const stop = useCallback(() => {
    wanted.current = false;
  }, []);
  const reset = useCallback(() => setProgress(idle), []);
  return { progress, start, stop, reset };
}
