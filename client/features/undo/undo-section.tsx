import { Section } from '../../ui/section.tsx';
import { Toggle } from '../../ui/toggle.tsx';
import classes from './undo.module.css';

type Props = {
  on: boolean;
  /** Why it cannot be changed, in words; null when it can. */
  blockedBecause: string | null;
  saving: boolean;
  /** Why the last change was not saved, in words. */
  problem: string | null;
  onChange: (on: boolean) => void;
};

/** Whether replaced values are kept, so that what was written can be taken back; off unless somebody wants it. */
export function UndoSection({ on, blockedBecause, saving, problem, onChange }: Props) {
  return (
    <Section
      id="undo"
      title="Undo"
      description="Keeps the values that are written over, encrypted, for 30 days: a run, an organization or a single field can then be taken back. They are the only values of your CRM that Store Leads stores."
    >
      <div className={classes['row']}>
        <Toggle
          label="Keep replaced values for undo"
          checked={on}
          disabled={blockedBecause !== null || saving}
          onChange={onChange}
        />
        <b aria-hidden>Keep replaced values for undo</b>
      </div>
      <p className={classes['muted']}>
        {on
          ? 'Organizations are read before they are written: at most 1 API token more for each. Switching it off erases what is kept.'
          : 'Off: nothing is kept, and nothing can be undone.'}
      </p>
      {blockedBecause ? <p>{blockedBecause}</p> : null}
      {problem ? <p role="alert">{problem}</p> : null}
    </Section>
  );
}
