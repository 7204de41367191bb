import { Skeleton } from '@mantine/core';
import type { SettingsView as Settings } from '../../server/install/install.contract.ts';
import { AccountSection } from '../features/account/account-section.tsx';
import { BudgetSection } from '../features/budget/budget-section.tsx';
import { ConnectionSection } from '../features/connection/connection-section.tsx';
import { PausedBanner } from '../features/connection/paused-banner.tsx';
import { useSettings } from '../features/connection/queries.ts';
import { ErrorMailSection } from '../features/error-mail/error-mail-section.tsx';
import { MappingDraftProvider } from '../features/mapping/use-mapping-draft.tsx';
import { useRuns } from '../features/runs/queries.ts';
import { useAfterRun } from '../features/runs/use-after-run.ts';
import { useStartScan } from '../features/scan/queries.ts';
import { WebhooksSection } from '../features/webhooks/webhooks-section.tsx';
import { WebsiteFieldSection } from '../features/website-field/website-field-section.tsx';
import { useHost } from '../host/use-host.tsx';
import { Notice } from '../ui/notice.tsx';
import { isUnderWay } from '../ui/run-words.ts';
import { ActivitySlot } from './activity-slot.tsx';
import { AutomaticSlot } from './automatic-slot.tsx';
import { ConfigurationSlot } from './configuration-slot.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { FirstSteps } from './first-steps.tsx';
import { LoadError } from './load-error.tsx';
import { MappingStudio } from './mapping-studio.tsx';
import { QuietHoursSlot } from './quiet-hours-slot.tsx';
import { RunSections } from './run-sections.tsx';
import { SettingsTabs } from './settings-tabs.tsx';
import { SignalsSlot } from './signals-slot.tsx';
import { UndoSlot } from './undo-slot.tsx';

/** The app's settings page inside Pipedrive. */
export function SettingsView() {
  const settings = useSettings();
  const again = () => void settings.refetch();
  if (settings.isPending) return <SettingsSkeleton />;
  if (!settings.data)
    return <LoadError error={settings.error} retrying={settings.isFetching} onRetry={again} />;
  return (
    <MappingDraftProvider>
      <Loaded settings={settings.data} />
    </MappingDraftProvider>
  );
}

const explain = (error: Error, retry: () => void) => (
  <LoadError error={error} retrying={false} onRetry={retry} />
);

/** A run goes by the field it began with, so the server refuses another one until it is over. */
const runUnderWay = 'To use another field, wait until the run under way has finished, or cancel it.';

function Loaded({ settings }: { settings: Settings }) {
  const runs = useRuns();
  const scanning = useStartScan();
  const { unsaid } = useHost();
  useAfterRun(runs.data);
  return (
    <>
      {unsaid ? <Notice tone="info" title={unsaid} /> : null}
      <PausedBanner settings={settings} />
      {settings.canChangeSettings ? null : (
        <Notice tone="info" title="You can look, but not change">
          <p>Settings are changed by a Pipedrive admin or by the owner of the Store Leads account.</p>
        </Notice>
      )}
      <SettingsTabs
        attention={needsAttention(settings) ? ['connection'] : []}
        parts={{
          setup: (
            <>
              <FirstSteps settings={settings} runs={runs.data} />
              <ErrorBoundary>
                <WebsiteFieldSection
                  settings={settings}
                  blockedBecause={runs.data?.some(isUnderWay) ? runUnderWay : null}
                  explain={explain}
                  onChosen={() => scanning.mutate()}
                />
              </ErrorBoundary>
              <ErrorBoundary>
                <RunSections settings={settings} runs={runs} scanning={scanning}>
                  <MappingStudio settings={settings} explain={explain} />
                </RunSections>
              </ErrorBoundary>
              <ErrorBoundary>
                <ConfigurationSlot settings={settings} explain={explain} />
              </ErrorBoundary>
            </>
          ),
          automatic: (
            <>
              <ErrorBoundary>
                <AutomaticSlot settings={settings} runs={runs} explain={explain} />
              </ErrorBoundary>
              <ErrorBoundary>
                <QuietHoursSlot canChange={settings.canChangeSettings} explain={explain} />
              </ErrorBoundary>
              <ErrorBoundary>
                <SignalsSlot settings={settings} explain={explain} />
              </ErrorBoundary>
            </>
          ),
          activity: (
            <>
              <ErrorBoundary>
                <ActivitySlot settings={settings} runs={runs} explain={explain} />
              </ErrorBoundary>
              <ErrorBoundary>
                <UndoSlot settings={settings} explain={explain} />
              </ErrorBoundary>
            </>
          ),
          connection: (
            <>
              <ConnectionSection settings={settings} />
              <ErrorBoundary>
                <WebhooksSection canChange={settings.canChangeSettings} explain={explain} />
              </ErrorBoundary>
              <ErrorBoundary>
                <BudgetSection canChange={settings.canChangeSettings} explain={explain} />
              </ErrorBoundary>
              <ErrorBoundary>
                <ErrorMailSection explain={explain} />
              </ErrorBoundary>
              <AccountSection settings={settings} />
            </>
          ),
        }}
      />
    </>
  );
}

/** Whether the part on connections has bad news: the app can do less than it could, or your or its access ended. */
function needsAttention({ limitations, connections }: Settings): boolean {
  const matters = connections.filter(({ isYou, role }) => isYou || role === 'organization');
  return limitations.length > 0 || matters.some(({ state }) => state === 'broken');
}

function SettingsSkeleton() {
  return (
    <div role="status" aria-busy="true" aria-label="Loading">
      {[150, 130, 180, 480].map((height) => (
        <Skeleton key={height} h={height} mb={16} radius={8} />
      ))}
    </div>
  );
}
