import { useModalSize } from '../host/use-host.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import classes from './review-app.module.css';
import { ReviewView } from './review-view.tsx';

/** The modal that shows what would be written to the selected records. */
export function ReviewApp({ search }: { search: string }) {
  useModalSize(960, 800);
  return (
    <main className={classes['page']}>
      <ErrorBoundary>
        <ReviewView search={search} />
      </ErrorBoundary>
    </main>
  );
}
