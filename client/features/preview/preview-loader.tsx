import { Skeleton, Stack } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import type { PreviewRequest } from '../../../server/enrichment/preview/preview.contract.ts';
import { count } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import classes from './preview-list.module.css';
import { PreviewList } from './preview-list.tsx';
import { usePreview } from './queries.ts';

type Props = {
  request: PreviewRequest;
  /** Another number reads the same records again. */
  look?: number;
  explain: (error: Error, retry: () => void) => ReactNode;
  /** What was shown has been written: it is not shown any more. */
  written?: boolean;
  /** What can be done with what is shown, e.g. a button to write it. */
  actions?: (shown: { ids: number[]; again: () => void }) => ReactNode;
};

/** Reads what would be written, and shows it. */
export function PreviewLoader({ request, look = 0, explain, written = false, actions }: Props) {
  const preview = usePreview(request, look);
  const { objectType, scope } = request;
  const nouns = useMemo(() => nounsOf(objectType), [objectType]);
  const again = () => void preview.refetch();
  if (preview.isFetching)
    return (
      <Loading
        words={
          scope.kind === 'sample'
            ? `Looking for ${nouns.many} to show`
            : `Reading ${count(scope.ids.length, nouns.one, nouns.many)}`
        }
      />
    );
  if (!preview.data) return explain(preview.error ?? new Error('no answer'), again);
  const ids = preview.data.records.filter(({ tokens }) => tokens > 0).map(({ id }) => id);
  return (
    <Stack gap="md">
      {written ? null : preview.data.records.length === 0 ? (
        <NothingFound noun={nouns.many} />
      ) : (
        <PreviewList result={preview.data} objectType={objectType} nouns={nouns} />
      )}
      {actions?.({ ids, again })}
    </Stack>
  );
}

function NothingFound({ noun }: { noun: string }) {
  return (
    <Notice tone="info" title={`No ${noun} to show`}>
      <p>None that you can see has a store yet. Scan your organizations first, or look at one you choose.</p>
    </Notice>
  );
}

function Loading({ words }: { words: string }) {
  return (
    <div role="status" aria-busy="true">
      <p className={classes['loading']}>{words}</p>
      {[58, 44, 44, 44].map((height, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: grey boxes, all alike
        <Skeleton key={at} h={height} mb={8} radius={8} />
      ))}
    </div>
  );
}

/** What records of a type are called. */
function nounsOf(objectType: PreviewRequest['objectType']): { one: string; many: string } {
  return objectType === 'person'
    ? { one: 'person', many: 'people' }
    : { one: 'organization', many: 'organizations' };
}
