import { Loader } from '@mantine/core';
import IconAlertTriangle from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs';
import IconCircleCheck from '@tabler/icons-react/dist/esm/icons/IconCircleCheck.mjs';
import IconCircleDashed from '@tabler/icons-react/dist/esm/icons/IconCircleDashed.mjs';
import { type ReactNode, useId } from 'react';
import type { EnrichmentState, PanelView } from '../../../server/enrichment/enrichment.contract.ts';
import { calculationWords } from '../../ui/calculation-words.ts';
import { count } from '../../ui/format.ts';
import { noteWords } from '../../ui/note-words.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { EnrichButton } from './enrich-button.tsx';
import classes from './enrichment-status.module.css';

type Props = {
  enrichment: EnrichmentState;
  canEnrich: PanelView['canEnrich'];
  busy: boolean;
  onEnrich: () => void;
};

/** Where the organization's fields stand: never filled, in step, being filled, or why that failed. */
export function EnrichmentStatus({ enrichment, canEnrich, busy, onEnrich }: Props) {
  const blockedBy = useId();
  const { title, detail } = statusOf(enrichment);
  return (
    <div className={classes['box']} data-state={enrichment.state}>
      <div className={classes['row']}>
        <div role="status" className={classes['words']}>
          <span className={classes['title']}>
            <Sign state={enrichment.state} /> {title}
          </span>
          <span className={classes['detail']}>{detail}</span>
        </div>
        <EnrichButton
          blockedBy={canEnrich.allowed ? null : blockedBy}
          busy={busy}
          again={enrichment.at !== null}
          onEnrich={onEnrich}
        />
      </div>
      {enrichment.state === 'failed' && enrichment.message ? (
        <p className={classes['message']}>{enrichment.message}</p>
      ) : null}
      {canEnrich.allowed ? null : (
        <p id={blockedBy} className={classes['message']}>
          {canEnrich.message ?? 'Enriching is not possible right now.'}
        </p>
      )}
      {enrichment.notes.length > 0 ? <Notes notes={enrichment.notes} /> : null}
    </div>
  );
}

function Notes({ notes }: Pick<EnrichmentState, 'notes'>) {
  return (
    <details className={classes['notes']}>
      <summary>{count(notes.length, 'note')} on fields</summary>
      <ul>
        {notes.map(({ field, code, detail }) => (
          <li key={`${field} ${code}`}>
            <b>{field}</b>: {noteWords(code)}
            {detail ? ` (${calculationWords(detail)})` : null}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Sign({ state }: Pick<EnrichmentState, 'state'>) {
  if (state === 'working') return <Loader size={14} aria-hidden />;
  const Icon =
    state === 'failed' ? IconAlertTriangle : state === 'in_step' ? IconCircleCheck : IconCircleDashed;
  return <Icon size={16} aria-hidden className={classes['sign'] ?? ''} />;
}

function statusOf({ state, at, fieldsWritten }: EnrichmentState): { title: string; detail: ReactNode } {
  const when = at ? <RelativeTime at={at} /> : null;
  switch (state) {
    case 'never':
      return { title: 'Not enriched yet', detail: 'Fields are as you left them' };
    case 'working':
      return { title: 'Updating fields', detail: 'This takes a few seconds' };
    case 'failed':
      return { title: 'Not updated', detail: when ? <>Last try {when}</> : null };
    case 'in_step':
      return {
        title: 'In step',
        detail: (
          <>
            {fieldsWritten > 0 ? `${count(fieldsWritten, 'field')} updated ` : 'Checked '}
            {when}
          </>
        ),
      };
  }
}
