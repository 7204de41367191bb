import type { ReactNode } from 'react';
import classes from './section.module.css';

type Props = { id: string; title: string; description?: ReactNode; aside?: ReactNode; children: ReactNode };

/** One block of a page with its own heading, so that it can be reached by a link and by a screen reader. */
export function Section({ id, title, description, aside, children }: Props) {
  return (
    <section id={id} aria-labelledby={`${id}-title`} className={classes['section']}>
      <div className={classes['head']}>
        <div>
          <h2 id={`${id}-title`} className={classes['title']} tabIndex={-1}>
            {title}
          </h2>
          {description ? <p className={classes['description']}>{description}</p> : null}
        </div>
        {aside ? <div className={classes['aside']}>{aside}</div> : null}
      </div>
      {children}
    </section>
  );
}
