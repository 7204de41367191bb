import { Button, Stack, VisuallyHidden } from '@mantine/core';
import IconListSearch from '@tabler/icons-react/dist/esm/icons/IconListSearch.mjs';
import { type ReactNode, useMemo, useState } from 'react';
import { toApiError } from '../api/api-error.ts';
import { EnrichSelected } from '../features/preview/enrich-selected.tsx';
import { PreviewLoader } from '../features/preview/preview-loader.tsx';
import { useEnrichSelected } from '../features/preview/use-enrich-selected.ts';
import { type Selection, selectionFromQuery } from '../host/surface-query.ts';
import { useHost } from '../host/use-host.tsx';
import { count } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { StateCard } from '../ui/state-card.tsx';
import { LoadError } from './load-error.tsx';
import classes from './review-app.module.css';

/** What would be written to the records a modal was opened for, or why that cannot be shown. */
export function ReviewView({ search }: { search: string }) {
  const [selection] = useState(() => selectionFromQuery(search));
  if (selection?.kind === 'ids') return <Review selection={selection} />;
  if (selection === null)
    return (
      <NotNow title="No record is selected">
        <p>
          Select up to 100 organizations or people in a list, or open one, and choose “Review changes” again.
        </p>
      </NotNow>
    );
  const noun = selection.resource === 'person' ? 'people' : 'organizations';
  return (
    <NotNow
      title={
        selection.kind === 'everyone' ? `All ${noun} are too many to review here` : 'Too many are selected'
      }
    >
      <p>
        Select up to 100 {noun} in the list, page by page, and choose “Review changes” again.
        {selection.resource === 'organization'
          ? ' To see what would change everywhere, use the preview of everything in the settings.'
          : null}
      </p>
    </NotNow>
  );
}

function Review({ selection: { resource, ids } }: { selection: Extract<Selection, { kind: 'ids' }> }) {
  const { unsaid } = useHost();
  const close = useClose();
  const enriching = useEnrichSelected();
  const request = useMemo(
    () => ({ objectType: resource, scope: { kind: 'records' as const, ids }, draft: null }),
    [resource, ids],
  );
  const { state, records } = enriching.progress;
  const written = state === 'done' && records.some(({ outcome }) => outcome === 'written');
  return (
    <Stack gap="md">
      {/* Pipedrive writes it above the page. */}
      <VisuallyHidden component="h1">Review changes</VisuallyHidden>
      {written ? null : (
        <p className={classes['words']}>
          {ids.length === 1
            ? 'What'
            : `${count(ids.length, resource, resource === 'person' ? 'people' : undefined)}: what`}{' '}
          Store Leads would change now.
          {enriching.progress.state === 'idle' ? ' Nothing is written yet.' : null}
        </p>
      )}
      {unsaid ? <Notice tone="info" title={unsaid} /> : null}
      {resource === 'person' ? (
        <Notice tone="info" title="People are not written to in this version">
          <p>You see what the mapping of people would do.</p>
        </Notice>
      ) : null}
      <PreviewLoader
        request={request}
        written={written}
        explain={(error, retry) => (
          <Stack gap="md">
            <LoadError error={error} retrying={false} onRetry={retry} />
            <CloseButton />
          </Stack>
        )}
        actions={({ ids: writable, again }) =>
          resource === 'person' ? (
            <CloseButton />
          ) : (
            <EnrichSelected
              ids={writable}
              progress={enriching.progress}
              onStart={() => void enriching.start(writable)}
              onStop={enriching.stop}
              onAgain={() => {
                enriching.reset();
                again();
              }}
              onClose={close}
            />
          )
        }
      />
    </Stack>
  );
}

function NotNow({ title, children }: { title: string; children: ReactNode }) {
  const { host, say, unsaid } = useHost();
  const close = useClose();
  const openSettings = () => void host.openSettings().catch((error) => say(toApiError(error).message));
  return (
    <Stack gap="md">
      <VisuallyHidden component="h1">Review changes</VisuallyHidden>
      <StateCard
        icon={IconListSearch}
        title={title}
        actions={
          <>
            <Button size="xs" onClick={close}>
              Close
            </Button>
            <Button size="xs" variant="default" onClick={openSettings}>
              Open settings
            </Button>
          </>
        }
      >
        {children}
      </StateCard>
      {unsaid ? <Notice tone="info" title={unsaid} /> : null}
    </Stack>
  );
}

function CloseButton() {
  const close = useClose();
  return (
    <div>
      <Button size="xs" variant="default" onClick={close}>
        Close
      </Button>
    </div>
  );
}

/** Closes the modal; where Pipedrive does not, it says how. */
function useClose(): () => void {
  const { host, say } = useHost();
  return () => void host.closeModal().catch(() => say('Close this window with the cross above it.'));
}
