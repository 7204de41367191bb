import type { ReactNode } from 'react';
import type { SettingsView } from '../../server/install/install.contract.ts';
import type { RunView } from '../../server/runs/runs.contract.ts';
import { planList } from '../features/account/plan-words.ts';
import type { PreviewGiven } from '../features/mapping/mapping-slots.ts';
import { useMapping } from '../features/mapping/use-mapping.ts';
import { PreviewEverything } from '../features/preview/preview-everything.tsx';
import { PreviewScreen } from '../features/preview/preview-screen.tsx';
import { useRuns } from '../features/runs/queries.ts';
import { RunNotes } from '../features/runs/run-notes.tsx';
import { useRunActions } from '../features/runs/use-run-actions.ts';
import { isMoving } from '../ui/run-words.ts';

type Props = {
  settings: SettingsView;
  given: PreviewGiven;
  explain: (error: Error, retry: () => void) => ReactNode;
};

/** The preview inside the mapping section, with the run that looks at everything. */
export function PreviewSlot({ settings, given, explain }: Props) {
  const { objectType, changes, onClose } = given;
  const runs = useRuns().data ?? [];
  const mapping = useMapping().data;
  const actions = useRunActions();
  const labels = new Map(mapping?.organization.rows.map(({ source, label }) => [source, label]));
  const labelOf = (source: string) => labels.get(source) ?? source;
  const run = runs.find(({ kind }) => kind === 'preview') ?? null;
  return (
    <PreviewScreen
      objectType={objectType}
      draft={changes}
      explain={explain}
      onClose={onClose}
      everything={
        objectType === 'person' ? null : (
          <PreviewEverything
            run={run}
            blockedBecause={blockedBecause(settings, runs)}
            unsaved={changes !== null}
            labelOf={labelOf}
            notes={run ? <RunNotes run={run} labelOf={labelOf} /> : null}
            actionsFor={(run) => actions.actionsFor(run, settings.canChangeSettings)}
          />
        )
      }
    />
  );
}

/** Why everything cannot be looked at now, in words; null when it can. The server has the last word. */
function blockedBecause(settings: SettingsView, runs: RunView[]): string | null {
  const gate = settings.gates.find(({ feature }) => feature === 'enrich_all');
  if (gate && !gate.allowed) return `Part of ${planList(gate.plans)}. Your plan does not include it.`;
  if (!settings.canChangeSettings) return 'Only somebody who can change settings can start this.';
  if (settings.state !== 'active') return 'Paused until the connection is settled.';
  if (!runs.some(({ kind }) => kind === 'scan'))
    return 'Scan first: only matched organizations are looked at.';
  if (runs.some((run) => run.kind === 'scan' && isMoving(run))) return 'Wait until the scan is done.';
  return null;
}
