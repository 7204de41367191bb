import type { ReactNode } from 'react';
import classes from './detail.module.css';

/** A labelled group of details about the store. */
export function Detail({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section className={classes['detail']} aria-label={label}>
      <h3 className={classes['label']}>{label}</h3>
      {children}
    </section>
  );
}
