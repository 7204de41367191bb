import type { RunKind, RunView } from '../../../server/runs/runs.contract.ts';
import { toApiError } from '../../api/api-error.ts';
import { useHost } from '../../host/use-host.tsx';
import type { RunActions } from '../../ui/run-progress.tsx';
import { kindWords } from '../../ui/run-words.ts';
import { useChangeRun } from './queries.ts';

/** What stays when a run of a kind is cancelled. */
const stays: Partial<Record<RunKind, string>> = {
  scan: 'Matches found so far are kept.',
  preview: 'Nothing was written.',
};

/** What somebody may do about a run under way; cancelling asks first. */
export function useRunActions() {
  const { host, say } = useHost();
  const change = useChangeRun();
  const fail = (error: unknown) => say(toApiError(error).message);
  const act = (id: string, action: 'pause' | 'resume' | 'cancel') =>
    change.mutate({ id, action }, { onError: fail });
  const cancel = async ({ id, kind }: RunView) => {
    try {
      const sure = await host.confirm({
        title: `Cancel “${kindWords(kind)}”?`,
        description: stays[kind] ?? 'What has been written stays in Pipedrive.',
        okText: 'Cancel it',
        destructive: true,
      });
      if (sure) act(id, 'cancel');
    } catch (error) {
      fail(error);
    }
  };
  return {
    actionsFor: (run: RunView, mayChange: boolean): RunActions | null =>
      mayChange
        ? {
            busy: change.isPending && change.variables.id === run.id,
            onCancel: () => void cancel(run),
            onPause: () => act(run.id, 'pause'),
            onResume: () => act(run.id, 'resume'),
          }
        : null,
  };
}
