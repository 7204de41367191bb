import type { ReactNode } from 'react';
import classes from './notice.module.css';

type Props = {
  tone: 'info' | 'warning' | 'negative' | 'positive';
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
};

/** A message inside a page that stays until its cause is gone. Failures are announced to screen readers at once. */
export function Notice({ tone, title, children, actions }: Props) {
  return (
    <div className={classes['notice']} data-tone={tone} role={tone === 'negative' ? 'alert' : 'status'}>
      <p className={classes['title']}>{title}</p>
      {children ? <div className={classes['text']}>{children}</div> : null}
      {actions ? <div className={classes['actions']}>{actions}</div> : null}
    </div>
  );
}
