import { useModalFit } from '../host/use-host.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import classes from './review-app.module.css';
import { ReviewView } from './review-view.tsx';

/** Low enough for the window of a laptop, and high enough not to shrink to a line when all is written. */
const heights = { min: 240, max: 800 };

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
