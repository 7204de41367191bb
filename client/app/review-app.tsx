import { useModalFit } from '../host/use-host.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import classes from './review-app.module.css';
import { ReviewView } from './review-view.tsx';

/** Low enough for a window of a laptop, and not lower while it loads than a record with a field or two. */
const heights = { min: 320, max: 800 };

/** The modal that shows what would be written to the selected records. */
export function ReviewApp({ search }: { search: string }) {
  const page = useModalFit(960, heights);
  return (
    <main ref={page} className={classes['page']}>
      <ErrorBoundary>
        <ReviewView search={search} />
      </ErrorBoundary>
    </main>
  );
}
