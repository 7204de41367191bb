import type { TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './state-card.module.css';

type Props = { icon: TablerIcon; title: string; children: ReactNode; actions?: ReactNode; alert?: boolean };

/** What a place shows instead of its content: what is the case, and what to do about it. */
export function StateCard({ icon: Icon, title, children, actions, alert = false }: Props) {
  return (
    <div className={classes['card']} role={alert ? 'alert' : 'status'}>
      <Icon size={24} stroke={1.5} className={classes['icon'] ?? ''} aria-hidden />
      <div className={classes['body']}>
        <h2 className={classes['title']}>{title}</h2>
        <div className={classes['text']}>{children}</div>
        {actions ? <div className={classes['actions']}>{actions}</div> : null}
      </div>
    </div>
  );
}
