import { VisuallyHidden } from '@mantine/core';
import IconChevronDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs';
import { memo, type ReactNode, useEffect, useRef } from 'react';
import type {
  EntrySettings,
  MappingProblem,
  MappingRowView,
  TargetView,
} from '../../../server/mapping/mapping.contract.ts';
import { Choice } from '../../ui/choice.tsx';
import { Toggle } from '../../ui/toggle.tsx';
import classes from './mapping-row.module.css';
import { RowState } from './row-state.tsx';
import { kindWords, rules, typeWords } from './setting-words.ts';

/** What of a row is unfolded: its settings, or the choice of its field. */
export type RowPart = 'settings' | 'target';

export type RowActions = {
  select: (source: string, on: boolean) => void;
  change: (source: string, patch: Partial<EntrySettings>) => void;
  unfold: (source: string, part: RowPart | null) => void;
};

type Props = {
  row: MappingRowView;
  settings: EntrySettings;
  target: TargetView | undefined;
  changed: boolean;
  selected: boolean;
  /** False for rows that the plan keeps from being written. */
  inPlan: boolean;
  part: RowPart | null;
  problems: readonly MappingProblem[] | undefined;
  canChange: boolean;
  actions: RowActions;
  /** Shown while the row is unfolded. */
  children: ReactNode;
};

/** One source: what it is, where it goes, by which rule, and whether it does. Drawn again only when it changed. */
export const MappingRow = memo(function MappingRow(props: Props) {
  const { row, settings, target, changed, selected, inPlan, part, problems, canChange, actions, children } =
    props;
  const { source, label } = row;
  const field = useRef<HTMLButtonElement>(null);
  const item = useRef<HTMLLIElement>(null);
  const picking = useRef(false);
  useEffect(() => {
    if (part) item.current?.scrollIntoView({ block: 'nearest' });
    // Choosing a field takes the list away that had the focus.
    if (picking.current && part !== 'target' && document.activeElement === document.body)
      field.current?.focus();
    picking.current = part === 'target';
  }, [part]);
  const targetName = target?.name ?? (settings.target === null ? null : (row.targetName ?? 'Deleted field'));

  return (
    <li ref={item} className={classes['item']} data-changed={changed}>
      <div className={classes['row']}>
        <input
          type="checkbox"
          className={classes['check']}
          aria-label={`Select ${label}`}
          checked={selected}
          disabled={!canChange}
          onChange={({ currentTarget }) => actions.select(source, currentTarget.checked)}
        />
        <div className={classes['what']}>
          <div className={classes['label']}>
            <span>{label}</span>
            <RowState row={row} settings={settings} changed={changed} inPlan={inPlan} />
          </div>
          <div className={classes['about']} title={row.description}>
            {kindWords(row)} · {row.description}
          </div>
        </div>
        <button
          ref={field}
          type="button"
          className={classes['field']}
          data-empty={targetName === null}
          aria-expanded={part === 'target'}
          disabled={!canChange}
          onClick={() => actions.unfold(source, part === 'target' ? null : 'target')}
        >
          {targetName === null ? null : <VisuallyHidden>Field of {label}:</VisuallyHidden>}
          <span className={classes['name']}>{targetName ?? 'Choose field'}</span>
          {targetName === null ? <VisuallyHidden>for {label}</VisuallyHidden> : null}
          {target ? <span className={classes['type']}>{typeWords(target.type)}</span> : null}
        </button>
        <div className={classes['rule']}>
          {targetName === null ? null : (
            <Choice
              label={`Write rule of ${label}`}
              options={rules}
              value={settings.rule}
              disabled={!canChange}
              onChange={(rule) => actions.change(source, { rule })}
            />
          )}
        </div>
        <div className={classes['on']}>
          {targetName === null ? null : (
            <Toggle
              label={`Fill ${label}`}
              checked={settings.enabled}
              disabled={!canChange}
              onChange={(enabled) => actions.change(source, { enabled })}
            />
          )}
        </div>
        <button
          type="button"
          className={classes['unfold']}
          aria-expanded={part === 'settings'}
          aria-label={`Settings of ${label}`}
          onClick={() => actions.unfold(source, part === 'settings' ? null : 'settings')}
        >
          <IconChevronDown size={16} aria-hidden />
        </button>
      </div>
      {problems?.map(({ code, message }) => (
        <p key={code + message} className={classes['problem']}>
          {message}
        </p>
      ))}
      {part ? <div className={classes['details']}>{children}</div> : null}
    </li>
  );
});
