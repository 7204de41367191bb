import type { ReactNode } from 'react';
import classes from './tag.module.css';

export type Tone = 'neutral' | 'accent' | 'positive' | 'warning' | 'negative' | 'info';

/** A short word about a thing, e.g. its state. The colour only repeats what the word says. */
export function Tag({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={classes['tag']} data-tone={tone}>
      {children}
    </span>
  );
}
