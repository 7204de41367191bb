import { settingsHeights } from '../host/frame-height.ts';
import { useFrameHeight } from '../host/use-host.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import classes from './settings-app.module.css';
import { SettingsView } from './settings-view.tsx';

/** The settings page's frame. */
export function SettingsApp() {
  const content = useFrameHeight(settingsHeights);
  return (
    <main ref={content} className={classes['page']}>
      <ErrorBoundary>
        <SettingsView />
      </ErrorBoundary>
    </main>
  );
}
